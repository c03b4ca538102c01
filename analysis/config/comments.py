"""What client.yaml may say of comments: names of competitors, themes of the client's own, the scale of ratings."""

from pydantic import model_validator

from analysis.config.columns import KeyPathError, Strict


class Feedback(Strict):
    """How comments are read.

    competitors   names that count as a mention of another shop
    themes        theme -> words and phrases that show it (`car park*`: any ending); a theme of the kit's own is replaced
    scale         lowest and highest rating; read off the ratings where it is not given
    """

    competitors: tuple[str, ...] = ()
    themes: dict[str, tuple[str, ...]] = {}
    scale: tuple[float, float] | None = None

    @model_validator(mode="after")
    def _some_words(self) -> "Feedback":
        for theme, listed in self.themes.items():
            if not any(word.strip(" *") for word in listed) or not all(word.strip(" *") for word in listed):
                raise KeyPathError(("themes", theme), "write the words that show it, such as [parking, car park*]")
        if self.scale is not None and self.scale[0] >= self.scale[1]:
            raise KeyPathError(("scale",), "write the lowest rating first, such as [1, 5]")
        return self
