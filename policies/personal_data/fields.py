"""What a label can announce: the fields of records, personal and other."""

from enum import Enum


class Field(Enum):
    """What a label announces."""

    __hash__ = object.__hash__  # members are singletons; Enum's own is slow

    NAME = "name"
    KANA = "kana"
    SURNAME = "surname"
    GIVEN = "given"
    SURNAME_KANA = "surname-kana"
    GIVEN_KANA = "given-kana"
    ADDRESS = "address"
    POSTAL = "postal-code"
    PHONE = "phone"
    FAX = "fax"
    EMAIL = "email"
    BIRTH = "birth-date"
    MY_NUMBER = "my-number"
    LICENSE = "driver-license"
    PENSION = "pension"
    INSURER = "insurer"
    INSURED = "insured"
    PASSPORT = "passport"
    RESIDENCE = "residence-card"
    CARD = "credit-card"
    BANK = "bank-account"
    IBAN = "iban"
    NATIONAL = "national-id"
    HEALTH = "health"
    MEASURE = "measure"
    CRIMINAL = "criminal"
    CRIME_VICTIM = "crime-victim"
    CREED = "creed"
    COMPANY = "company"
    TITLE = "title"
    RELATION = "relation"
    PERSON_ID = "person-id"  # customer, employee, member numbers: tell namesakes apart
    NUMBER = "other-number"
    DATE = "other-date"
    THING = "thing"  # products, places, prices: no person's data
    NOTE = "note"
