package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * SUBSCRIBE TO view | (query).
 *
 * @param view present if {@code query} is not
 * @param snapshot false for WITHOUT SNAPSHOT: changes only
 * @param asOfTick the tick after which changes are wanted
 */
public record Subscribe(
        Optional<QualifiedName> view,
        Optional<QueryText> query,
        boolean snapshot,
        OptionalLong asOfTick,
        SourcePosition position) implements Statement {}
