"""Questions drafted from clauses, for an editor to accept, change or turn down.

``generators`` makes proposals out of published clauses and is pure: the same clauses give the same
proposals. ``queue`` says which of them nobody has decided on, ``services`` writes the decision.
Nothing here publishes: what is accepted is a draft like any other.
"""
