"""The glossary: each word explained in one plain sentence, and found where it is met."""

import pytest

from gd_core.forecast.words.glossary import TERMS, explained, found_in


@pytest.mark.parametrize("name", TERMS)
def test_one_sentence_without_another_word_of_the_trade(name):
    sentence = TERMS[name].sentence
    assert found_in(sentence) == []
    assert sentence.endswith(".") and sentence.count(". ") == 0 and len(sentence) <= 100


@pytest.mark.parametrize("name", TERMS)
def test_every_word_is_found_under_its_name(name):
    assert found_in(f"So much for the {name}.") == [name]


def test_the_longer_word_is_meant():
    text = "Gradient descent with mini-batches; the gradient of the loss. Its damped anomalies"
    assert found_in(text) == ["gradient descent", "mini-batch", "gradient", "loss", "damped anomaly"]


def test_ordinary_words_are_left_alone():
    assert found_in("A standard normal number, lossless, is in the batchelor's latest.") == []


def test_explained_names_the_word_what_it_is_and_where_it_is_taught():
    assert explained("after 3 epochs") == (
        "**epoch**: One pass over all the days that are learned from. (Step by step)"
    )
    assert explained("nothing here") is None
