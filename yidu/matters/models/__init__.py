from yidu.matters.models.adoptions import Adoption, Instruction
from yidu.matters.models.answers import Rating, Reply
from yidu.matters.models.handlings import Handling, Pause, Request
from yidu.matters.models.issued_texts import IssuedText
from yidu.matters.models.links import AccessLink
from yidu.matters.models.look_backs import Draw, LookBack
from yidu.matters.models.matters import Matter
from yidu.matters.models.pairs import Frequency, Pairs, Unpaired
from yidu.matters.models.words import Words

__all__ = [
    "AccessLink",
    "Adoption",
    "Draw",
    "Frequency",
    "Handling",
    "Instruction",
    "IssuedText",
    "LookBack",
    "Matter",
    "Pairs",
    "Pause",
    "Rating",
    "Reply",
    "Request",
    "Unpaired",
    "Words",
]
