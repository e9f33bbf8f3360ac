package io.millrace.exec.join;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.JoinKind;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.scan.ColumnReferences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A join's fixed part: its keys, which columns of the build side are kept, which columns come out, and the residual over just the columns it reads.
 * Immutable.
 */
final class JoinDefinition {
    private final PlanNode.Join node;
    private final Schema left;
    private final Schema right;
    private final BitSet required;
    private final List<SqlType> keyTypes = new ArrayList<>();
    private final KeyLayout layout;
    private final int[] stored;
    private final int[] storedIndex;
    private final Expr residual;
    private final int[] residualColumns;

    /** {@code required}: output columns that somebody reads. */
    JoinDefinition(PlanNode.Join node, BitSet required) {
        this.node = node;
        this.left = node.left().schema();
        this.right = node.right().schema();
        this.required = (BitSet) required.clone();
        for (int k = 0; k < node.leftKeys().size(); k++) {
            keyTypes.add(keyType(k));
        }
        this.layout = KeyLayout.of(keyTypes, node.nullSafe());
        BitSet reads = node.residual() == null ? new BitSet() : ColumnReferences.of(node.residual());
        this.residualColumns = reads.stream().toArray();
        int[] narrow = new int[left.size() + right.size()];
        for (int i = 0; i < residualColumns.length; i++) {
            narrow[residualColumns[i]] = i;
        }
        this.residual = node.residual() == null ? null : ColumnReferences.remap(node.residual(), narrow);
        this.stored = rightNeeded().stream().toArray();
        this.storedIndex = new int[right.size()];
        Arrays.fill(storedIndex, -1);
        for (int i = 0; i < stored.length; i++) {
            storedIndex[stored[i]] = i;
        }
    }

    private SqlType keyType(int k) {
        SqlType a = left.type(node.leftKeys().get(k));
        SqlType b = right.type(node.rightKeys().get(k));
        boolean sameUnits = switch (a.kind()) {
            case DECIMAL -> a.scale() == b.scale();
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> a.unitsPerSecond() == b.unitsPerSecond();
            default -> true;
        };
        if (a.layout() != b.layout() || !sameUnits || (a.kind() == SqlType.Kind.CHAR) != (b.kind() == SqlType.Kind.CHAR)) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "a join compares " + a + " with " + b + " without a cast");
        }
        return a;
    }

    JoinKind kind() {
        return node.kind();
    }

    PlanNode.Join node() {
        return node;
    }

    Schema left() {
        return left;
    }

    Schema right() {
        return right;
    }

    Schema schema() {
        return node.schema();
    }

    List<SqlType> keyTypes() {
        return keyTypes;
    }

    KeyLayout layout() {
        return layout;
    }

    boolean hasKeys() {
        return !keyTypes.isEmpty();
    }

    /** Over {@link #residualColumns} alone; null if there is none. */
    Expr residual() {
        return residual;
    }

    /** Columns that the residual reads, left columns first, then right. */
    int[] residualColumns() {
        return residualColumns;
    }

    /** Whether somebody reads left column {@code c} of the output. */
    boolean leftRequired(int c) {
        return !emitsRightAlone() && required.get(c);
    }

    boolean rightRequired(int c) {
        return required.get(emitsRightAlone() ? c : left.size() + c);
    }

    /** Whether pairs come out. */
    boolean emitsPairs() {
        return switch (kind()) {
            case INNER, LEFT, RIGHT, FULL -> true;
            case LEFT_SEMI, LEFT_ANTI, LEFT_ANTI_NULL_AWARE, LEFT_MARK, RIGHT_SEMI, RIGHT_ANTI -> false;
        };
    }

    /** Whether just build rows come out, when all probing is done. */
    boolean emitsRightAlone() {
        return kind() == JoinKind.RIGHT_SEMI || kind() == JoinKind.RIGHT_ANTI;
    }

    /** Whether build rows come out by themselves at the end, and are therefore marked when they are matched. */
    boolean keepsRight() {
        return kind() == JoinKind.RIGHT || kind() == JoinKind.FULL || emitsRightAlone();
    }

    /** Which build rows come out by themselves at the end: the marked ones or the others. */
    boolean keepsMatched() {
        return kind() == JoinKind.RIGHT_SEMI;
    }

    /** Whether probe rows come out that matched nothing, with NULLs. */
    boolean keepsLeft() {
        return kind() == JoinKind.LEFT || kind() == JoinKind.FULL;
    }

    /** Whether probe rows come out that are known only when all their pairs are through. */
    boolean outlivesPairs() {
        return switch (kind()) {
            case INNER, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> false;
            case LEFT, FULL, LEFT_SEMI, LEFT_ANTI, LEFT_ANTI_NULL_AWARE, LEFT_MARK -> true;
        };
    }

    boolean nullAware() {
        return kind() == JoinKind.LEFT_ANTI_NULL_AWARE;
    }

    /** Whether a build row with a NULL key may be thrown away: it matches nothing, and nobody asks for it. */
    boolean dropsNullKeys() {
        return hasKeys() && (!keepsRight() || keepsMatched()) && !nullAware();
    }

    /** Left columns to be read. */
    BitSet leftNeeded() {
        BitSet needed = emitsRightAlone() ? new BitSet() : required.get(0, left.size());
        node.leftKeys().forEach(needed::set);
        for (int c : residualColumns) {
            if (c < left.size()) {
                needed.set(c);
            }
        }
        return needed;
    }

    /** Right columns to be read and kept. */
    BitSet rightNeeded() {
        BitSet needed = new BitSet();
        if (emitsRightAlone()) {
            needed.or(required);
        } else if (emitsPairs()) {
            needed.or(required.get(left.size(), left.size() + right.size()));
        }
        node.rightKeys().forEach(needed::set);
        for (int c : residualColumns) {
            if (c >= left.size()) {
                needed.set(c - left.size());
            }
        }
        return needed;
    }

    /** Right columns kept, ascending. */
    int[] stored() {
        return stored;
    }

    List<SqlType> storedTypes() {
        return Arrays.stream(stored).mapToObj(right::type).toList();
    }

    /** Where right column {@code c} is among the kept ones; -1 if it is not kept. */
    int storedIndex(int c) {
        return storedIndex[c];
    }

    int storedKey(int k) {
        return storedIndex[node.rightKeys().get(k)];
    }
}
