"""Words of a client's file that every language has: yes and no, male and female.

They are shown in the report's language even where client.yaml does not map them; every other word stays the client's own.
"""

YES = ("yes", "Yes", "YES", "是")
PLAIN = {
    **dict.fromkeys(YES, "yes"),
    **dict.fromkeys(("no", "No", "NO", "否"), "no"),
    **dict.fromkeys(("male", "Male", "MALE", "男", "男性"), "male"),
    **dict.fromkeys(("female", "Female", "FEMALE", "女", "女性"), "female"),
}
OF_SEX = {"m": "male", "M": "male", "f": "female", "F": "female"}  # letters that are sizes or grades elsewhere
SEX = ("sex", "gender", "性别")
