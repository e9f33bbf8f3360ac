package io.millrace.planner.function;

import java.util.Optional;

/** One signature of a function and what it becomes. */
record Alternative(Signature signature, Target target, Optional<ResultRule> resultRule, String description, String example) {}
