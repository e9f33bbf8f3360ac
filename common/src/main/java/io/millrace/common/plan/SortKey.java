package io.millrace.common.plan;

/** One key of an ordering: a column of the input, its direction, and where NULLs go (the parser has applied PostgreSQL's default: last if ascending). */
public record SortKey(int column, boolean descending, boolean nullsFirst) {
    public static SortKey ascending(int column) {
        return new SortKey(column, false, false);
    }
}
