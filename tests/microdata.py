"""Microdata of a page, read as HTML's standard says, to what JSON-LD would hold."""


def read_microdata(tree):
    """The items that are no part of another."""
    return [
        read_item(element)
        for element in tree.iter()
        if element.get("itemscope") is not None and element.get("itemprop") is None
    ]


def read_item(element):
    item = {"@type": element.get("itemtype")}
    for child in element:
        collect(child, item)
    return item


def collect(element, item):
    """Properties of this element and of those inside it, down to where another item begins."""
    is_item = element.get("itemscope") is not None
    for name in (element.get("itemprop") or "").split():
        value = read_item(element) if is_item else value_of(element)
        if name not in item:
            item[name] = value
        elif isinstance(item[name], list):
            item[name].append(value)
        else:
            item[name] = [item[name], value]
    if not is_item:
        for child in element:
            collect(child, item)


def value_of(element):
    where = {"meta": "content", "link": "href", "a": "href", "time": "datetime"}
    attribute = where.get(element.tag)
    return element.get(attribute) if attribute else "".join(element.itertext())
