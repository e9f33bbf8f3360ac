package io.millrace.frontend.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.frontend.parser.generated.MillraceParser;
import io.millrace.frontend.parser.generated.ParseException;
import java.io.StringReader;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl.LexicalState;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.junit.jupiter.api.Test;

class MillraceParserTest {
    @Test
    void acceptsOneSemicolonAfterAStatement() throws ParseException {
        assertEquals(SqlKind.SELECT, parse("SELECT 1;").getKind());
        assertEquals(SqlKind.SELECT, parse("SELECT 1").getKind());
    }

    @Test
    void refusesWhatFollowsTheSemicolon() {
        assertThrows(ParseException.class, () -> parse("SELECT 1; SELECT 2"));
    }

    private static SqlNode parse(String sql) throws ParseException {
        MillraceParser parser = new MillraceParser(new StringReader(sql));
        parser.switchTo(LexicalState.DQID);
        parser.setTabSize(1);
        parser.setUnquotedCasing(Casing.TO_LOWER);
        parser.setQuotedCasing(Casing.UNCHANGED);
        parser.setIdentifierMaxLength(128);
        parser.setConformance(SqlConformanceEnum.BABEL);
        return parser.MillraceStatementEof();
    }
}
