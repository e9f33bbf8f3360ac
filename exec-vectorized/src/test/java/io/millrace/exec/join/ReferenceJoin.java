package io.millrace.exec.join;

import io.millrace.common.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** Joins by looking at every pair, as the definition of each kind says. */
final class ReferenceJoin {
    private final PlanNode.Join join;
    private final BiPredicate<List<Object>, List<Object>> residual;

    ReferenceJoin(PlanNode.Join join, BiPredicate<List<Object>, List<Object>> residual) {
        this.join = join;
        this.residual = residual;
    }

    List<List<Object>> rows(List<List<Object>> left, List<List<Object>> right) {
        List<List<Object>> result = new ArrayList<>();
        boolean[] rightMatched = new boolean[right.size()];
        for (List<Object> l : left) {
            boolean matched = false;
            boolean unknown = false;
            for (int j = 0; j < right.size(); j++) {
                List<Object> r = right.get(j);
                if (!residual.test(l, r)) {
                    continue;
                }
                Boolean equal = equal(l, r);
                unknown |= equal == null;
                if (equal == null || !equal) {
                    continue;
                }
                matched = true;
                rightMatched[j] = true;
                switch (join.kind()) {
                    case INNER, LEFT, RIGHT, FULL -> result.add(concat(l, r));
                    case LEFT_SEMI, LEFT_ANTI, LEFT_ANTI_NULL_AWARE, LEFT_MARK, RIGHT_SEMI, RIGHT_ANTI -> {}
                }
            }
            switch (join.kind()) {
                case INNER, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> {}
                case LEFT, FULL -> addIf(!matched, concat(l, nulls(join.right())), result);
                case LEFT_SEMI -> addIf(matched, l, result);
                case LEFT_ANTI -> addIf(!matched, l, result);
                case LEFT_ANTI_NULL_AWARE -> addIf(!matched && !unknown, l, result);
                case LEFT_MARK -> result.add(concat(l, List.of(matched)));
            }
        }
        for (int j = 0; j < right.size(); j++) {
            switch (join.kind()) {
                case RIGHT, FULL -> addIf(!rightMatched[j], concat(nulls(join.left()), right.get(j)), result);
                case RIGHT_SEMI -> addIf(rightMatched[j], right.get(j), result);
                case RIGHT_ANTI -> addIf(!rightMatched[j], right.get(j), result);
                case INNER, LEFT, LEFT_SEMI, LEFT_ANTI, LEFT_ANTI_NULL_AWARE, LEFT_MARK -> {}
            }
        }
        return result;
    }

    private static void addIf(boolean wanted, List<Object> row, List<List<Object>> rows) {
        if (wanted) {
            rows.add(row);
        }
    }

    private static List<Object> nulls(PlanNode node) {
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < node.schema().size(); i++) {
            row.add(null);
        }
        return row;
    }

    static List<Object> concat(List<Object> left, List<?> right) {
        List<Object> row = new ArrayList<>(left);
        row.addAll(right);
        return row;
    }

    /** TRUE, FALSE, or null for unknown. */
    private Boolean equal(List<Object> l, List<Object> r) {
        boolean unknown = false;
        for (int k = 0; k < join.leftKeys().size(); k++) {
            Object a = l.get(join.leftKeys().get(k));
            Object b = r.get(join.rightKeys().get(k));
            if (a == null || b == null) {
                if (join.nullSafe().get(k)) {
                    if (a != b) {
                        return false;
                    }
                } else {
                    unknown = true;
                }
            } else if (!same(a, b)) {
                return false;
            }
        }
        return unknown ? null : Boolean.TRUE;
    }

    private static boolean same(Object a, Object b) {
        return switch (a) {
            case Double x -> x.equals(b) || x.doubleValue() == (Double) b;
            case String x -> x.stripTrailing().equals(((String) b).stripTrailing());
            default -> a.equals(b);
        };
    }
}
