"""Cities, their regions and the store that serves them; a northern chain with seven stores."""

import numpy as np

# city: (region, store or "", weight of its people, a big city)
CITIES = {
    "Leeds": ("Yorkshire and the Humber", "Northgate Leeds", 15, True),
    "Sheffield": ("Yorkshire and the Humber", "Northgate Sheffield", 9, True),
    "York": ("Yorkshire and the Humber", "Northgate York", 8, False),
    "Harrogate": ("Yorkshire and the Humber", "Northgate York", 4, False),
    "Manchester": ("North West", "Northgate Manchester", 13, True),
    "Liverpool": ("North West", "Northgate Manchester", 6, True),
    "Chester": ("North West", "Northgate Manchester", 3, False),
    "Newcastle upon Tyne": ("North East", "Northgate Newcastle", 9, True),
    "Durham": ("North East", "Northgate Newcastle", 4, False),
    "Nottingham": ("East Midlands", "Northgate Nottingham", 7, True),
    "Lincoln": ("East Midlands", "Northgate Nottingham", 3, False),
    "Birmingham": ("West Midlands", "Northgate Birmingham", 8, True),
    "London": ("London", "", 7, True),
    "Bristol": ("South West", "", 3, True),
    "Edinburgh": ("Scotland", "", 3, True),
    "Cardiff": ("Wales", "", 2, True),
}

NAMES = np.array(list(CITIES), dtype=object)
REGIONS = np.array([region for region, _, _, _ in CITIES.values()], dtype=object)
STORES = np.array([store for _, store, _, _ in CITIES.values()], dtype=object)
WEIGHTS = np.array([weight for _, _, weight, _ in CITIES.values()], dtype=float)
BIG = np.array([big for _, _, _, big in CITIES.values()])

# A till prints the city of its store, wherever the buyer lives.
STORE_CITIES = {
    "Northgate Leeds": "Leeds",
    "Northgate Sheffield": "Sheffield",
    "Northgate York": "York",
    "Northgate Manchester": "Manchester",
    "Northgate Newcastle": "Newcastle upon Tyne",
    "Northgate Nottingham": "Nottingham",
    "Northgate Birmingham": "Birmingham",
}
