import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.language import is_english
from tests.attribution.front import blank

OTHERS = {
    "german": "Der Minister sagte am Dienstag, dass die Regierung den Vorschlag nicht ablehnen werde, "
    "und kündigte weitere Gespräche an.",
    "french": "Le ministre a déclaré mardi que le gouvernement ne rejetterait pas la proposition et a "
    "annoncé de nouvelles discussions.",
    "spanish": "El ministro dijo el martes que el gobierno no rechazaría la propuesta y anunció nuevas "
    "conversaciones con los socios.",
    "portuguese": "O ministro disse na terça-feira que o governo não rejeitaria a proposta e anunciou novas "
    "conversas com os parceiros.",
    "italian": "Il ministro ha detto martedì che il governo non respingerà la proposta e ha annunciato "
    "nuovi colloqui con i partner.",
    "dutch": "De minister zei dinsdag dat de regering het voorstel niet zou verwerpen en kondigde "
    "nieuwe gesprekken aan met de partners.",
    "swedish": "Ministern sade på tisdagen att regeringen inte skulle avvisa förslaget och aviserade nya "
    "samtal med partnerna.",
    "polish": "Minister powiedział we wtorek, że rząd nie odrzuci propozycji i zapowiedział nowe rozmowy "
    "z partnerami w tym tygodniu.",
    "indonesian": "Menteri itu mengatakan pada hari Selasa bahwa pemerintah tidak akan menolak usulan itu "
    "dan mengumumkan pembicaraan baru.",
    "russian": "Министр заявил во вторник, что правительство не отклонит предложение.",
    "greek": "Ο υπουργός δήλωσε την Τρίτη ότι η κυβέρνηση δεν θα απορρίψει την πρόταση.",
    "arabic": "قال الوزير يوم الثلاثاء إن الحكومة لن ترفض الاقتراح",
    "hindi": "मंत्री ने मंगलवार को कहा कि सरकार प्रस्ताव को अस्वीकार नहीं करेगी",
    "chinese": "部长周二表示，政府不会拒绝该提议，并宣布与合作伙伴进行新的会谈。",
    "japanese": "大臣は火曜日、政府は提案を拒否しないと述べた。",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_other_languages_are_not_english(text):
    assert not is_english(text)
    assert not is_english(blank().make_doc(text * 3))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "“”",
        "Oui.",
        "Le Monde",
        "Bridge shut",
        "The council voted on Tuesday to close the harbour bridge for a month, and the mayor said "
        "a ferry would run.",
        "Real Madrid 3 Barcelona 2. Table: Real Madrid, Barcelona, Atletico de Madrid, Sevilla, "
        "Valencia, Betis, Celta de Vigo.",
        "Jane Doe, Richard Roe, Juan de la Cruz, Otto von der Heide, Marie du Pont, Luca di Marco, "
        "Paulo da Silva, Ana dos Santos.",
        "“Le ministre a dit non,” she said. The council in Paris voted on Tuesday, and it was the "
        "last vote of the year there.",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14",
        "The minister, 李明 (Li Ming), told the council that the bridge would stay shut.",
        OTHERS["german"]
        + " That is what the minister said to the council, and it was the first time that he had said it in German "
        "rather than in English, which most of them speak at home and all of them understand well enough.",
    ],
)
def test_what_may_be_english_is(text):
    assert is_english(text)


def test_a_long_article_is_not_judged_by_its_first_words():
    english = (
        "The council voted on Tuesday to close the bridge, and the mayor said that a ferry would run. " * 200
    )
    assert is_english(OTHERS["french"] * 8 + english)


@given(st.text())
def test_every_text_has_an_answer(text):
    assert is_english(text) in (True, False)
