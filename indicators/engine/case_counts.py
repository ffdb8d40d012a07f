"""One row of a table of counts: does it add up, and what does it say in the counts that are stored.

Identities of the official report form (TT 02/2017/TT-VPCP and its successors): received = online + direct + carried
over; finished = early + on time + late; received = finished + pending.
"""

from collections.abc import Mapping

from indicators.engine.case_layouts import DIGITISATION

Counts = dict[str, int]
_FINISHED = {"finished_early": "trước hạn", "finished_on_time": "đúng hạn", "finished_late": "quá hạn"}
_RECEIVED = {"received_online": "trực tuyến", "received_direct": "trực tiếp, bưu chính", "carried_over": "kỳ trước"}
_PENDING = {"pending_in_time": "trong hạn", "pending_late": "quá hạn"}
_STATES = ("waiting", "supplement", "obligation")
"""States of a case between receipt and end that some systems count apart; such cases are pending."""


def settle(layout: str, told: Mapping[str, int | None]) -> tuple[Counts, list[str]]:
    """Counts by their names in ``ProcedureCount``, and what does not add up, with the numbers, in Vietnamese.

    What a table does not tell is 0. Cases whose way of filing is not told count as filed directly, pending cases whose
    time is not told as in time: no rate of such a table asks for them.
    """
    if layout == DIGITISATION:
        return _digitised(told)
    return _processed(told)


def _digitised(told: Mapping[str, int | None]) -> tuple[Counts, list[str]]:
    row = {name: value or 0 for name, value in told.items()}
    faults = [
        *_parts("Tiếp nhận", told, "received", {"inputs_on_paper": "chưa số hóa", "inputs_digitised": "có số hóa"}),
        *_parts(
            "Đã giải quyết", told, "finished", {"results_on_paper": "chưa số hóa", "results_digitised": "đã số hóa"}
        ),
    ]
    reused = row.get("data_reused") or row.get("reused_national", 0)
    if reused > row.get("inputs_digitised", 0) + row.get("inputs_on_paper", 0):
        faults.append(f"Tái sử dụng {reused} hồ sơ, nhiều hơn số hồ sơ tiếp nhận.")
    names = ("inputs_digitised", "inputs_on_paper", "results_digitised", "results_on_paper")
    return {"digitised_reused": reused, **{name: row.get(name, 0) for name in names}}, faults


def _processed(told: Mapping[str, int | None]) -> tuple[Counts, list[str]]:
    row = {name: value or 0 for name, value in told.items()}
    faults = [
        *_parts("Tiếp nhận", told, "received", _RECEIVED),
        *_parts("Đã giải quyết", told, "finished", _FINISHED),
        *_parts("Đang giải quyết", told, "pending", _PENDING),
    ]
    counts = {name: row.get(name, 0) for name in (*_FINISHED, *_PENDING)}
    counts["closed_without_result"] = row.get("refused", 0) + row.get("withdrawn", 0)
    if told.get("pending") is not None:
        counts["pending_in_time"] = row["pending"] - counts["pending_late"]
    counts["pending_in_time"] += sum(row.get(name, 0) for name in _STATES)
    received = row["received"] if told.get("received") is not None else sum(row.get(name, 0) for name in _RECEIVED)
    if told.get("total") is not None:
        received = _balance_states(row, counts, received, faults)
    else:
        _balance(told, counts, received, faults)
    counts["received_online"], counts["carried_over"] = row.get("received_online", 0), row.get("carried_over", 0)
    counts["received_direct"] = received - counts["received_online"] - counts["carried_over"]
    return counts, faults


def _parts(label: str, told: Mapping[str, int | None], whole: str, parts: Mapping[str, str]) -> list[str]:
    """What is wrong with a whole and its parts; parts that are not told may hold the rest."""
    total = told.get(whole)
    known = {words: value for name, words in parts.items() if (value := told.get(name)) is not None}
    if total is None or not known:
        return []
    added = sum(known.values())
    if added == total or (added < total and len(known) < len(parts)):
        return []
    listed = " + ".join(f"{words} {value}" for words, value in known.items())
    return [f"{label} {total} nhưng {listed} = {added}."]


def _balance(told: Mapping[str, int | None], counts: Counts, received: int, faults: list[str]) -> None:
    """received = finished + pending; refused and withdrawn cases may be among the finished or apart."""
    finished = sum(counts[name] for name in _FINISHED)
    closed = counts["closed_without_result"]
    if not any(told.get(name) is not None for name in ("pending", *_PENDING, *_STATES)):
        counts["pending_in_time"] = max(0, received - finished - closed)
    pending = sum(counts[name] for name in _PENDING)
    if closed and received == finished + pending:
        counts["closed_without_result"] = 0
    elif received != finished + closed + pending:
        apart = f" + từ chối, rút {closed}" if closed else ""
        whole = finished + closed + pending
        faults.append(
            f"Tiếp nhận {received} nhưng đã giải quyết {finished}{apart} + đang giải quyết {pending} = {whole}."
        )


def _balance_states(row: Mapping[str, int], counts: Counts, received: int, faults: list[str]) -> int:
    """Tables with a total at the end count the received in their first state, or all of them; returns all received."""
    total = row["total"]
    others = sum(counts.values())
    if total == received + others:
        counts["pending_in_time"] += received
    elif total != others or received not in (0, total):
        faults.append(f"Tổng cộng {total} nhưng các cột cộng lại được {received + others}.")
    return total
