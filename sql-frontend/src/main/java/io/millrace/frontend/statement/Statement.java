package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;

/** One parsed statement, immutable; one record a kind, and one handler for each. Positions count in the whole text that was sent. */
public sealed interface Statement
        permits Query,
        CreateSchema,
        CreateTable,
        CreateTableAs,
        CreateTableLike,
        CreateExternalTable,
        CreateStream,
        CreateView,
        CreateMaterializedView,
        CreateFromSavepoint,
        CreateSavepoint,
        DropSavepoint,
        CreateFunction,
        DropFunction,
        CreateSink,
        AlterSink,
        Drop,
        AlterMaterializedView,
        Refresh,
        Truncate,
        Insert,
        InsertDefaults,
        Update,
        Delete,
        Merge,
        CopyFrom,
        CopyTo,
        Subscribe,
        Explain,
        Analyze,
        VerifyView,
        Show,
        ShowCreate,
        KillQuery,
        SetSetting,
        ResetSetting,
        ShowSetting,
        UseSchema,
        CreateUser,
        AlterUser,
        DropUser,
        GrantRoles,
        GrantPrivileges,
        TransactionControl {
    /** Where it begins. */
    SourcePosition position();
}
