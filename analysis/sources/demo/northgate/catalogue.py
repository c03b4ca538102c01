"""Twelve products in each of nine departments, with 2023 list prices in pounds.

A few names hold a comma and an inch mark, a pound sign or an accent, as real ones do: they show
whether a reader of the files respects quotes and encodings.
"""

import numpy as np

PRODUCTS = {
    "Garden": """
        50L Compost 7.99 | Grow Bag Twin Pack 6.49 | 30cm Terracotta Pot 11.99 | Hand Trowel Set 16.99
        Solar Path Lights 29.99 | 30m Garden Hose 39.99 | Stone Effect Jardinière 54.99 | Cordless Hedge Trimmer 89.99
        Gas Barbecue 279.99 | Electric Lawn Mower 229.99 | Café Bistro Set 189.99 | Rattan Sofa Set 799.99""",
    "Furniture": """
        Scatter Cushion 17.99 | Oak Side Table 79.99 | Pair of Bar Stools 129.99 | Desk Chair 119.99
        Tall Bookcase 149.99 | Walnut Coffee Table 179.99 | Pair of Bedside Cabinets 159.99 | Wing Armchair 399.99
        Six Seat Dining Table 549.99 | Chest of Drawers 299.99 | Two Seat Sofa 749.99 | Corner Sofa 1299.99""",
    "Kitchen": """
        Five Tea Towels 9.99 | Mixing Bowl Set 18.99 | "Pizza Pan, 12"", Non-Stick" 14.99 | Crème Brûlée Torch Set 24.99
        Chef's Knife 34.99 | Brushed Steel Kettle 44.99 | Four Slice Toaster 49.99 | Frying Pan Trio 59.99
        16 Piece Dinner Set 79.99 | 7L Air Fryer 129.99 | Espresso Machine 299.99 | Stand Mixer 349.99""",
    "Bedding": """
        Pillowcase Pair 12.99 | Double Fitted Sheet 19.99 | Hot Water Bottle 11.99 | Pillow Twin Pack 29.99
        Linen Blend Duvet Set 54.99 | Crème Chunky Knit Throw 39.99 | Mattress Topper 79.99 | All Seasons Duvet 69.99
        Goose Down Duvet 169.99 | Weighted Blanket 89.99 | Double Mattress 399.99 | King Size Mattress 649.99""",
    "Bathroom": """
        Soap Dispenser 8.99 | Six Piece Towel Bale 34.99 | Bath Mat 15.99 | Shower Curtain 17.99
        Rainfall Shower Head 49.99 | Mirror Cabinet 99.99 | Basin Mixer Tap 84.99 | Heated Towel Rail 149.99
        Soft Close Toilet Seat 44.99 | Vanity Unit 329.99 | Shower Enclosure 449.99 | Freestanding Bath 699.99""",
    "Lighting": """
        Four LED Bulbs 10.99 | Fairy Lights 12.99 | Ceramic Table Lamp 39.99 | Desk Lamp 29.99
        "Drum Shade, 14"", Linen" 24.99 | Tripod Floor Lamp 89.99 | Brass Pendant Light 69.99 | Ceiling Light 54.99
        Outdoor Wall Light 44.99 | Spotlight Bar 79.99 | Five Arm Chandelier 219.99 | Smart Lighting Kit 149.99""",
    "Storage": """
        35L Storage Box 8.99 | Six Vacuum Bags 12.99 | "Shelf Bracket, 8"", Black" 5.99 | Laundry Basket 24.99
        Shoe Rack 29.99 | Under-Bed Drawer 34.99 | Cube Unit 59.99 | Coat Stand 49.99
        Garment Rail 39.99 | Garage Shelving 79.99 | Storage Bench 149.99 | Sliding Wardrobe 599.99""",
    "Toys & Games": """
        Pocket Card Game 7.99 | Bubble Machine 14.99 | 1000 Piece Jigsaw 13.99 | Modelling Clay Set 11.99
        Family Board Game 26.99 | 500 Building Bricks 34.99 | Wooden Train Set 44.99 | Scooter 54.99
        Dolls' House 99.99 | Remote Control Car 49.99 | Play Kitchen 119.99 | 8ft Trampoline 199.99""",
    "Seasonal": """
        Gift Wrap Bundle 6.99 | Scented Candle 12.99 | £10 Stocking Filler Box 10.00 | Box of Christmas Crackers 16.99
        Eucalyptus Wreath 29.99 | 400 Tree Lights 34.99 | Gift Card £25 25.00 | Gift Card £50 50.00
        Festive Hamper 64.99 | Picnic Basket 54.99 | 6ft Christmas Tree 119.99 | 7ft Pre-Lit Tree 229.99""",
}

# Share of the 2023 list price that the goods cost, and of lines sent back, by department.
COST_SHARE = {"Garden": 0.54, "Furniture": 0.60, "Kitchen": 0.52, "Bedding": 0.47, "Bathroom": 0.55, "Lighting": 0.46,
              "Storage": 0.50, "Toys & Games": 0.56, "Seasonal": 0.44}  # fmt: skip
RETURN_RATES = {"Garden": 0.025, "Furniture": 0.085, "Kitchen": 0.040, "Bedding": 0.070, "Bathroom": 0.055,
                "Lighting": 0.095, "Storage": 0.045, "Toys & Games": 0.050, "Seasonal": 0.015}  # fmt: skip

LIST_INDEX = np.array([1.00, 1.03, 1.055])  # list prices by year, 2023 = 1
COST_INDEX = np.array([1.00, 1.035, 1.06])

DEPARTMENTS = tuple(PRODUCTS)


def _entries(department: str) -> list[tuple[str, float]]:
    words = PRODUCTS[department].replace("\n", "|").split("|")
    pairs = (entry.strip().rsplit(" ", 1) for entry in words if entry.strip())
    return [(name.strip('"').replace('""', '"'), float(price)) for name, price in pairs]


PRODUCT_NAMES = np.array([[name for name, _ in _entries(department)] for department in DEPARTMENTS], dtype=object)
PRICES = np.array([[price for _, price in _entries(department)] for department in DEPARTMENTS])
SKUS = np.array([[f"{department[:2].upper()}{number:03d}" for number in range(101, 113)] for department in DEPARTMENTS],
                dtype=object)  # fmt: skip


def dearness() -> np.ndarray:
    """Departments x products: log price against its department's mean, in units of 1.0."""
    logs = np.log(PRICES)
    return logs - logs.mean(axis=1, keepdims=True)


def extra_units() -> np.ndarray:
    """Departments x products: units bought beyond the first, on average; cheap things by the handful."""
    return 1.1 * np.exp(-PRICES / 25)


def list_pence() -> np.ndarray:
    """Years x departments x products: list price in pence, ending in a nine unless it is a gift card."""
    raw = PRICES[None] * LIST_INDEX[:, None, None]
    priced = np.rint(raw * 10).astype(int) * 10 - 1
    fixed = np.char.find(PRODUCT_NAMES.astype(str), "£") >= 0
    return np.where(fixed, np.rint(PRICES * 100).astype(int), priced)


def cost_pence() -> np.ndarray:
    """Years x departments x products: cost of one unit in pence."""
    share = np.array([COST_SHARE[department] for department in DEPARTMENTS])
    spread = 0.92 + 0.16 * (np.arange(PRICES.size).reshape(PRICES.shape) * 7 % 12) / 11
    return np.rint(PRICES * share[:, None] * spread * COST_INDEX[:, None, None] * 100).astype(int)
