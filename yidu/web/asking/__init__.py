"""Forms: what a page asks, turned into the inputs of an action.

What lives here: fields, their words, how what was typed is resolved. What does not: rules. An action checks every
input again and says what is wrong; `yidu.web.answers` puts that beside the field.
"""
