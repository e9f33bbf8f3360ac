package io.millrace.planner.expression;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import io.millrace.planner.type.CommonTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes implicit conversions explicit, and folds those of literals where the value stays exactly the same. */
public final class Conversion {
    private Conversion() {}

    /** The expression as {@code type}. */
    public static Expr to(Expr operand, SqlType type) {
        if (operand.type().equals(type)) {
            return operand;
        }
        if (operand instanceof Expr.Literal literal) {
            if (literal.value() == null) {
                return Expr.literal(null, type);
            }
            Optional<Object> folded = LiteralCast.exact(literal.value(), literal.type(), type);
            if (folded.isPresent()) {
                return Expr.literal(folded.get(), type);
            }
        }
        return new Expr.Cast(operand, type, false);
    }

    /** The expression as a type of this kind; one that differs only in length stays as it is. */
    static Expr toKind(Expr operand, SqlType type) {
        return sameButForLength(operand.type(), type) ? operand : to(operand, type);
    }

    /** Without a cast that only lengthens text: whoever compares does not care, and a bare column is faster. */
    static Expr withoutLength(Expr operand) {
        boolean lengthens = operand instanceof Expr.Cast cast && cast.type().equals(SqlType.VARCHAR)
                && cast.operand().type().kind() == SqlType.Kind.VARCHAR;
        return lengthens ? ((Expr.Cast) operand).operand() : operand;
    }

    private static boolean sameButForLength(SqlType left, SqlType right) {
        return left.kind() == right.kind() && (left.kind() == SqlType.Kind.VARCHAR || left.kind() == SqlType.Kind.CHAR
                || left.kind() == SqlType.Kind.BINARY);
    }

    /** All expressions as their common type. */
    static List<Expr> toCommon(List<Expr> operands, String what) {
        SqlType common = CommonTypes.of(operands.stream().map(Expr::type).toList())
                .orElseThrow(() -> new MillraceException(ErrorCode.DATATYPE_MISMATCH,
                        what + " takes operands of one type, found "
                                + String.join(" and ", operands.stream().map(o -> o.type().toString()).toList())));
        List<Expr> converted = new ArrayList<>();
        operands.forEach(operand -> converted.add(toKind(operand, common)));
        return converted;
    }

    static List<Expr> to(List<Expr> operands, List<SqlType> types) {
        List<Expr> converted = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            converted.add(to(operands.get(i), types.get(i)));
        }
        return converted;
    }
}
