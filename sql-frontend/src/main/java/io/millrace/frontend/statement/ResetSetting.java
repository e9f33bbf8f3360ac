package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.Optional;

/** RESET name, or RESET ALL where absent. */
public record ResetSetting(Optional<String> name, SourcePosition position) implements Statement {}
