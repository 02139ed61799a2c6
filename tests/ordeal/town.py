"""A town with few actors, each of whom everybody can be reached on both platforms."""

from datetime import UTC, datetime

MONDAY_MORNING = datetime(2026, 11, 30, 7, 5, tzinfo=UTC)  # 08:05 in Stockholm, before the digest

SLACK = {
    "anna": "U0ANNA",
    "bo": "U0BO",
    "greta": "U0GRETA",
    "bertil": "U0BERTIL",
    "maria": "U0MARIA",
    "olle": "U0OLLE",
    "karin": "U0KARIN",
}
TELEGRAM = {person: 900001 + place for place, person in enumerate(SLACK)}

ROSTER = """
people:
  - {id: anna, name: Anna Ek, slack: U0ANNA, telegram: 900001}
  - {id: bo, name: Bo Lind, slack: U0BO, telegram: 900002}
  - {id: greta, name: Greta Nät, slack: U0GRETA, telegram: 900003}
  - {id: bertil, name: Bertil Ås, slack: U0BERTIL, telegram: 900004}
  - {id: maria, name: Maria Region, slack: U0MARIA, telegram: 900005}
  - {id: olle, name: Olle Stat, slack: U0OLLE, telegram: 900006}
  - {id: karin, name: Karin Ö, slack: U0KARIN, telegram: 900007}
policies:
  standard:
    - {to: on_call, attempts: 2, patience: PT10M}
    - {to: deputy, attempts: 1, patience: PT10M}
    - {to: coordinator, attempts: 1, patience: PT10M}
actors:
  - id: naringsliv
    name: Näringslivskontoret
    organisation: Söderhamns kommun
    level: lokal
    area: ["2182"]
    themes: [MOT, LAR, MAR]
    may_alarm: true
    on_call: {people: [anna], rotation: fixed}
    deputy: bo
  - id: nat
    name: Elnätet
    organisation: Söderhamns kommun
    level: lokal
    area: ["2182"]
    themes: [ELV]
    on_call: {people: [greta], rotation: fixed}
    deputy: bertil
  - id: region
    name: Jouren
    organisation: Region Gävleborg
    level: regional
    area: ["21"]
    themes: [FLE, KOM]
    may_alarm: true
    coordinator: true
    on_call: {people: [maria], rotation: fixed}
  - id: stat
    name: Etableringskontakten
    organisation: Länsstyrelsen Gävleborg
    level: regional
    area: ["21"]
    themes: [MYN, TIL]
    on_call: {people: [olle], rotation: fixed}
    deputy: karin
"""

NAMES = {
    "naringsliv": "Näringslivskontoret",
    "nat": "Elnätet",
    "region": "Jouren",
    "stat": "Etableringskontakten",
}
SUMMONED = {"naringsliv": "anna", "nat": "greta", "region": "maria", "stat": "olle"}
DEPUTIES = {"naringsliv": "bo", "nat": "bertil", "stat": "karin"}
