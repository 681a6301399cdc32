"""What may be of a person, in a text: how it looks, and how it is shown without being said.

Nothing here knows a contract or a file; `contracts.privacy` is the gate that does.

    bsn            numbers that pass the eleven-test, and what their share says of a column
    marks          e-mail addresses, telephone numbers, bank accounts
    person_names   names as people write them in a remark
    headings       names of columns that only persons have
    masking        a text with all of these covered
    hashes         digests of a BSN, which can be undone
"""
