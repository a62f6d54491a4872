"""One act, one mention: event words that belong to another event word of their sentence.

"The blast killed 12" and "killed in a blast" are one bombing with a toll; "a bomb exploded" is one
bombing; "arrested in overnight raids" is one arrest. What folds gives its tolls to its host.
"""

from __future__ import annotations

from itertools import pairwise

from situate.extract.fold_harm import CIRCUMSTANCE, act_it_adds_to, counts_with
from situate.extract.found import Found, last_host
from situate.extract.tree import Tree


def folded(found: list[Found]) -> list[tuple[Found, tuple[Found, ...]]]:
    """The triggers that make mentions of their own, in order, each with those folded into it."""
    at = {token: item for item in found for token in item.slots.hit.tokens}
    hosts = {id(item): host_of(item, at) for item in found}
    for item, after in pairwise(found):
        if hosts[id(item)] is None and counts_with(item, after, hosts):
            hosts[id(item)] = after
    guests: dict[int, list[Found]] = {}
    for item in found:
        guests.setdefault(id(last_host(item, hosts)), []).append(item)
    return [(item, tuple(guests.get(id(item), ()))) for item in found if hosts[id(item)] is None]


def host_of(item: Found, at: dict[int, Found]) -> Found | None:
    """The other trigger of the sentence that a trigger belongs to; None if it stands alone."""
    entry = item.slots.hit.entry
    host = act_it_adds_to(item, at) if entry.host else None
    if host is None and entry.thing:
        host = act_it_serves(item, at)
    if host is not None:
        return host
    if item.slots.hit.form == "noun":
        return (
            carrier(item, at)
            or named_by(item, at)
            or (scene_of(item, at) if entry.generic else None)
        )
    if (twin := of_its_weapon(item, at)) is not None:
        return twin
    if not entry.generic:
        return None
    return purpose_of(item, at) or acting_noun(item, at) or acting_subject(item, at)


def of_its_weapon(item: Found, at: dict[int, Found]) -> Found | None:
    """ "Shells fired from the hills landed in the town": one shelling, told by its second verb."""
    tree, head = item.slots.tree, item.slots.hit.head
    above = tree.heads[tree.heads[head]]
    other = at.get(above) if tree.deps[head] == "acl" else None
    is_same = other is not None and other is not item and other.rule.type == item.rule.type
    is_same = is_same and other is not None and not other.slots.hit.entry.host
    return other if is_same and tree.heads[head] in tree.kids(above, "nsubj") else None


def acting_subject(item: Found, at: dict[int, Found]) -> Found | None:
    """ "Air strikes pounded the town", "shelling hit": the subject is the act, the verb says whom.

    A weapon's own name ("barrage") does not: it serves the verb.
    """
    tree, head = item.slots.tree, item.slots.hit.head
    for noun in tree.kids(head, "nsubj"):
        other = at.get(noun)
        if other is not None and other is not item and not other.slots.hit.entry.thing:
            return other if tree.is_in(noun, "state_acts") else None
    return None


def acting_noun(item: Found, at: dict[int, Found]) -> Found | None:
    """ "attacked by raids of", "hit by an air strike": the noun names the act more sharply."""
    tree, head = item.slots.tree, item.slots.hit.head
    for preposition in tree.kids(head, "agent", "prep"):
        if tree.words[preposition] in ("by", "in"):
            for noun in tree.kids(preposition, "pobj"):
                other = at.get(noun)
                if other is not None and other is not item and not other.slots.hit.entry.thing:
                    return other
    return None


def named_by(item: Found, at: dict[int, Found]) -> Found | None:
    """ "a barrel bomb attack": the word before a general noun says what kind of act it is."""
    tree, head = item.slots.tree, item.slots.hit.head
    if not item.slots.hit.entry.generic:
        return None
    for k in tree.kids(head, "compound"):
        other = at.get(k)
        if other is not None and other is not item and not other.slots.hit.entry.host:
            return None if other.slots.hit.entry.thing else other
    return None


def act_it_serves(item: Found, at: dict[int, Found]) -> Found | None:
    """The trigger that a weapon word is subject, object or instrument of."""
    tree, head = item.slots.tree, item.slots.hit.head
    for other in dict.fromkeys(at.values()):
        if other is item or other.slots.hit.entry.host:
            continue
        if other.rule.type in tree.lexicon.cues["telling_types"]:
            continue
        frame = other.slots.frame
        own = [n for p, _, n in frame.preps if tree.heads[p] == other.slots.hit.head]
        subjects = tree.kids(other.slots.hit.head, "nsubj", "nsubjpass", "csubj")
        nouns = {*frame.actors, *frame.objects, *frame.mods, *own, *subjects}
        if head in nouns or any(a in nouns for a in list(tree.above(head))[:3]):
            return other
    return None


def carrier(item: Found, at: dict[int, Found]) -> Found | None:
    """The verb over a noun that took it as its object ("launched an offensive")."""
    tree, head = item.slots.tree, item.slots.hit.head
    verb = at.get(tree.heads[head])
    if verb is None or verb is item:
        return None
    if verb.slots.hit.entry.carries and tree.deps[head] in ("dobj", "nsubjpass"):
        return verb
    if item.rule.type != "agreement" or tree.deps[head] not in ("dobj", "nsubj", "nsubjpass"):
        return None
    # "a ceasefire came into force", "breached the ceasefire": one act
    return (
        verb if verb.rule.type == "agreement" or tree.is_in(tree.heads[head], "breaking") else None
    )


def scene_of(item: Found, at: dict[int, Found]) -> Found | None:
    """The sharper verb whose scene a general word ("raids", "attack") only sets."""
    tree, head = item.slots.tree, item.slots.hit.head
    if tree.deps[head] != "pobj":
        return None
    preposition = tree.heads[head]
    above = at.get(tree.heads[preposition])
    is_scene = (
        tree.words[preposition] in CIRCUMSTANCE
        and above is not None
        and above is not item
        and not above.slots.hit.entry.host
        and above.slots.hit.entry.sharp
    )
    return above if is_scene else None


def purpose_of(item: Found, at: dict[int, Found]) -> Found | None:
    """ "conducting raids to detain": the purpose names the act."""
    tree: Tree = item.slots.tree
    for c in tree.kids(item.slots.hit.head, "advcl", "xcomp"):
        other = at.get(c) if tree.tags[c] == "VB" else None
        if other is not None and other.slots.hit.entry.sharp:
            return other
    return None
