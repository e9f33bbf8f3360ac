package io.millrace.frontend.statement;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.SourcePosition;

/** ALTER MATERIALIZED VIEW. */
public record AlterMaterializedView(QualifiedName name, boolean ifExists, Action action, SourcePosition position) implements Statement {
    /** What is changed. */
    public sealed interface Action {}

    /** SET FRESHNESS. */
    public record SetFreshness(CatalogObject.Freshness freshness) implements Action {}

    /** PAUSE. */
    public record Pause() implements Action {}

    /** RESUME. */
    public record Resume() implements Action {}

    /** AS query; a dry run only says what would happen. */
    public record Redefine(QueryText query, boolean dryRun) implements Action {}
}
