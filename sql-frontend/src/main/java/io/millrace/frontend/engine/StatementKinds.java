package io.millrace.frontend.engine;

import io.millrace.frontend.statement.AlterMaterializedView;
import io.millrace.frontend.statement.AlterSink;
import io.millrace.frontend.statement.AlterUser;
import io.millrace.frontend.statement.Analyze;
import io.millrace.frontend.statement.CopyFrom;
import io.millrace.frontend.statement.CopyTo;
import io.millrace.frontend.statement.CreateExternalTable;
import io.millrace.frontend.statement.CreateFromSavepoint;
import io.millrace.frontend.statement.CreateFunction;
import io.millrace.frontend.statement.CreateMaterializedView;
import io.millrace.frontend.statement.CreateSavepoint;
import io.millrace.frontend.statement.CreateSchema;
import io.millrace.frontend.statement.CreateSink;
import io.millrace.frontend.statement.CreateStream;
import io.millrace.frontend.statement.CreateTable;
import io.millrace.frontend.statement.CreateTableAs;
import io.millrace.frontend.statement.CreateTableLike;
import io.millrace.frontend.statement.CreateUser;
import io.millrace.frontend.statement.CreateView;
import io.millrace.frontend.statement.Delete;
import io.millrace.frontend.statement.Drop;
import io.millrace.frontend.statement.DropFunction;
import io.millrace.frontend.statement.DropSavepoint;
import io.millrace.frontend.statement.DropUser;
import io.millrace.frontend.statement.Explain;
import io.millrace.frontend.statement.GrantPrivileges;
import io.millrace.frontend.statement.GrantRoles;
import io.millrace.frontend.statement.Insert;
import io.millrace.frontend.statement.InsertDefaults;
import io.millrace.frontend.statement.KillQuery;
import io.millrace.frontend.statement.Merge;
import io.millrace.frontend.statement.Query;
import io.millrace.frontend.statement.Refresh;
import io.millrace.frontend.statement.ResetSetting;
import io.millrace.frontend.statement.SetSetting;
import io.millrace.frontend.statement.Show;
import io.millrace.frontend.statement.ShowCreate;
import io.millrace.frontend.statement.ShowSetting;
import io.millrace.frontend.statement.Statement;
import io.millrace.frontend.statement.Subscribe;
import io.millrace.frontend.statement.TransactionControl;
import io.millrace.frontend.statement.Truncate;
import io.millrace.frontend.statement.Update;
import io.millrace.frontend.statement.UseSchema;
import io.millrace.frontend.statement.VerifyView;

/** What kinds of statements there are for doors whose clients say what they expect. */
public final class StatementKinds {
    private StatementKinds() {}

    /** Whether it is run for rows, and not for what it changes. */
    public static boolean givesRows(Statement statement) {
        return switch (statement) {
            case Query ignored -> true;
            case Subscribe ignored -> true;
            case Explain ignored -> true;
            case VerifyView ignored -> true;
            case Show ignored -> true;
            case ShowCreate ignored -> true;
            case ShowSetting ignored -> true;
            case CreateSchema ignored -> false;
            case CreateTable ignored -> false;
            case CreateTableAs ignored -> false;
            case CreateTableLike ignored -> false;
            case CreateExternalTable ignored -> false;
            case CreateStream ignored -> false;
            case CreateView ignored -> false;
            case CreateMaterializedView ignored -> false;
            case CreateFromSavepoint ignored -> false;
            case CreateSavepoint ignored -> false;
            case DropSavepoint ignored -> false;
            case CreateFunction ignored -> false;
            case DropFunction ignored -> false;
            case CreateSink ignored -> false;
            case AlterSink ignored -> false;
            case Drop ignored -> false;
            case AlterMaterializedView s -> s.action() instanceof AlterMaterializedView.Redefine redefine && redefine.dryRun();
            case Refresh ignored -> false;
            case Truncate ignored -> false;
            case Insert ignored -> false;
            case InsertDefaults ignored -> false;
            case Update ignored -> false;
            case Delete ignored -> false;
            case Merge ignored -> false;
            case CopyFrom ignored -> false;
            case CopyTo ignored -> false;
            case Analyze ignored -> false;
            case KillQuery ignored -> false;
            case SetSetting ignored -> false;
            case ResetSetting ignored -> false;
            case UseSchema ignored -> false;
            case TransactionControl ignored -> false;
            case CreateUser ignored -> false;
            case AlterUser ignored -> false;
            case DropUser ignored -> false;
            case GrantRoles ignored -> false;
            case GrantPrivileges ignored -> false;
        };
    }
}
