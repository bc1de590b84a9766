"""Words of units, scales and small numbers in ten languages."""

from __future__ import annotations

PERCENT = "percent"
SCALES = {
    word: value
    for value, words in {
        1e3: "tausend tsd mille mil mila duizend tysiąc tysiące tysięcy tys тисяч тисячі тис тысяч тысячи тыс k",
        1e6: """
            million millionen mio millions millón millones milhão milhões milione milioni miljoen milion miliony
            milionów mln мільйон мільйони мільйонів млн миллион миллиона миллионов m mn
        """,
        1e9: """
            milliarde milliarden mrd milliard milliards miliardo miliardi miljard miliard miliardy miliardów mld mil
            mlrd мільярд мільярди мільярдів млрд миллиард миллиарда миллиардов bn
        """,
    }.items()
    for word in words.split()
} | {"mil": 1e3}
UNIT_WORDS = {
    word: name
    for name, words in {
        PERCENT: """
            % percent pct proc prozent pourcent pourcents porcento percento procent procenta procentów процент процента
            процентов відсоток відсотка відсотки відсотків
        """,
        "dollar": """
            $ dollar dollars usd us$ dólar dólares dollari dolar dolarów долар доларів доллар доллара долларов
        """,
        "euro": "€ euro euros eur евро євро",
        "pound": "£ gbp quid",
        "yen": "¥ yen",
        "rupee": "₹ rupee rupees",
        "rouble": "₽ rubel rubles roubles ruble rouble рубль рубля рублей",
        "hryvnia": "₴ hryvnia hryvnias гривня гривні гривень",
        "zloty": "zł złoty złotych zloty",
        "real": "reais real",
        "franc": "franken francs franc chf",
        "kilometre": """
            kilometer kilometern kilomètres kilomètre kilómetros quilômetros chilometri kilometrów км кілометрів
            километров
        """,
        "metre": "metern mètres mètre metros metri metrów метров метрів",
        "mile": "meilen meile milles millas milhas miglia mijl mil миль",
        "kilogram": "kilogramm kilogrammes kilogramos кг килограммов кілограмів",
        "tonne": "tonnen tonne tonnes toneladas tonnellate ton тонн t",
        "megawatt": "megawatt megawatts mw",
        "gigawatt": "gigawatt gigawatts gw",
        "kilowatt": "kilowatt kilowatts kw",
        "celsius": "°c",
        "fahrenheit": "°f",
        "degree": "degree degrees grad degrés grados graus gradi graden stopni градусов градусів °",
    }.items()
    for word in words.split()
}
# Symbols that would be others in another case.
CASED_SYMBOLS = {"mW": "milliwatt"}
SMALL_NUMBERS = {
    "de": "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "un dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "pt": "um dois três quatro cinco seis sete oito nove dez onze doze",
    "it": "un due tre quattro cinque sei sette otto nove dieci undici dodici",
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "pl": "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście",
    "uk": "один два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять",
    "ru": "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
}
