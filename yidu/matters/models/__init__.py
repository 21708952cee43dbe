from yidu.matters.models.adoptions import Adoption, Instruction
from yidu.matters.models.answers import Rating, Reply
from yidu.matters.models.handlings import Handling, Pause, Request
from yidu.matters.models.links import AccessLink
from yidu.matters.models.look_backs import Draw, LookBack
from yidu.matters.models.matters import Matter
from yidu.matters.models.wordings import Wording
from yidu.matters.models.words import Words

__all__ = [
    "AccessLink",
    "Adoption",
    "Draw",
    "Handling",
    "Instruction",
    "LookBack",
    "Matter",
    "Pause",
    "Rating",
    "Reply",
    "Request",
    "Wording",
    "Words",
]
