package io.millrace.storage.file.parquet;

import io.millrace.common.plan.ColumnPredicate;

/** Tests predicates against single values and against bounds; what cannot be compared passes. */
final class PredicateTest {
    private PredicateTest() {}

    /** Whether a row with this value passes; null is NULL, which passes IS NULL alone. */
    static boolean passes(ColumnPredicate predicate, Object value) {
        if (value == null) {
            return predicate instanceof ColumnPredicate.Nullness nullness && nullness.isNull();
        }
        return switch (predicate) {
            case ColumnPredicate.Nullness nullness -> !nullness.isNull();
            case ColumnPredicate.Range range -> overlaps(range, value, value);
            case ColumnPredicate.OneOf oneOf -> oneOf.values().stream().anyMatch(v -> within(v, value, value));
        };
    }

    /** Whether a value between the bounds may lie in the range; null bounds are unknown. */
    static boolean overlaps(ColumnPredicate.Range range, Object min, Object max) {
        if (range.lower() != null && max != null && BoundValues.comparable(range.lower(), max)) {
            int order = BoundValues.compare(max, range.lower());
            if (order < 0 || order == 0 && !range.lowerInclusive()) {
                return false;
            }
        }
        if (range.upper() != null && min != null && BoundValues.comparable(range.upper(), min)) {
            int order = BoundValues.compare(min, range.upper());
            return order < 0 || order == 0 && range.upperInclusive();
        }
        return true;
    }

    /** Whether every value between the bounds lies in the range. */
    static boolean covers(ColumnPredicate.Range range, Object min, Object max) {
        if (range.lower() != null) {
            if (min == null || !BoundValues.comparable(range.lower(), min)) {
                return false;
            }
            int order = BoundValues.compare(min, range.lower());
            if (order < 0 || order == 0 && !range.lowerInclusive()) {
                return false;
            }
        }
        if (range.upper() != null) {
            if (max == null || !BoundValues.comparable(range.upper(), max)) {
                return false;
            }
            int order = BoundValues.compare(max, range.upper());
            return order < 0 || order == 0 && range.upperInclusive();
        }
        return true;
    }

    static boolean within(Object value, Object min, Object max) {
        if (min != null && BoundValues.comparable(value, min) && BoundValues.compare(value, min) < 0) {
            return false;
        }
        return max == null || !BoundValues.comparable(value, max) || BoundValues.compare(value, max) <= 0;
    }
}
