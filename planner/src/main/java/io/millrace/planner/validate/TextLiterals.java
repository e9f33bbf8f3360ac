package io.millrace.planner.validate;

import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Text literals that stand where another type is meant, as literals of that type: {@code VALUES (1), ('2')}. */
final class TextLiterals {
    private static final Pattern WHOLE = Pattern.compile("\\s*-?\\d{1,9}\\s*");
    private static final Pattern NUMBER = Pattern.compile("\\s*-?\\d{1,18}(\\.\\d{1,18})?\\s*");

    private TextLiterals() {}

    /** The literal, empty if the node is no text literal or its text must be looked at when the query runs. */
    static Optional<SqlNode> of(SqlNode node, SqlType type) {
        if (!(node instanceof SqlCharStringLiteral literal)) {
            return Optional.empty();
        }
        String text = literal.getNlsString().getValue();
        SqlParserPos position = node.getParserPosition();
        return switch (type.kind()) {
            case INTEGER, BIGINT -> WHOLE.matcher(text).matches() ? Optional.of(number(text, position)) : Optional.empty();
            case DECIMAL -> NUMBER.matcher(text).matches() && new BigDecimal(text.strip()).scale() <= type.scale()
                    ? Optional.of(number(text, position))
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static SqlNode number(String text, SqlParserPos position) {
        return SqlLiteral.createExactNumeric(text.strip(), position);
    }
}
