package io.millrace.planner.function;

import io.millrace.common.type.SqlType;
import java.util.List;
import java.util.Optional;

/** A result type that depends on more than the parameters' types: on the value of a literal argument. {@code literals} has one entry an argument. */
@FunctionalInterface
interface ResultRule {
    SqlType type(List<SqlType> arguments, List<Optional<Object>> literals);
}
