package io.millrace.exec.expression.text;

import io.millrace.common.expr.Function;
import io.millrace.exec.expression.CallLowering;
import io.millrace.exec.expression.row.RowCalls;
import java.util.Map;

/** The functions over strings. */
public final class TextFunctions {
    private TextFunctions() {}

    public static void register(Map<Function, CallLowering> table) {
        RowCalls calls = new RowCalls(table);
        LengthFunctions.register(calls);
        SliceFunctions.register(calls);
        CaseFunctions.register(calls);
        ConcatFunctions.register(calls);
        SearchFunctions.register(calls);
        ReplaceFunctions.register(calls);
        SplitFunctions.register(calls);
        FormatFunction.register(calls);
        HashFunctions.register(calls);
        EncodingFunctions.register(calls);
        RegexFunctions.register(calls);
        QuoteFunctions.register(calls);
        UnicodeFunctions.register(calls);
        UrlFunctions.register(calls);
        ByteFunctions.register(calls);
        PatternFunctions.register(table);
    }
}
