package io.millrace.frontend.engine;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.statement.CopyFrom;
import io.millrace.frontend.statement.Delete;
import io.millrace.frontend.statement.Explain;
import io.millrace.frontend.statement.Insert;
import io.millrace.frontend.statement.InsertDefaults;
import io.millrace.frontend.statement.Merge;
import io.millrace.frontend.statement.Query;
import io.millrace.frontend.statement.ResetSetting;
import io.millrace.frontend.statement.SetSetting;
import io.millrace.frontend.statement.Show;
import io.millrace.frontend.statement.ShowCreate;
import io.millrace.frontend.statement.ShowSetting;
import io.millrace.frontend.statement.Statement;
import io.millrace.frontend.statement.TransactionControl;
import io.millrace.frontend.statement.Update;
import io.millrace.frontend.statement.UseSchema;

/** What may stand between BEGIN and COMMIT: queries, and changes of managed tables' rows. Definitions take effect at once, so they are refused. */
final class TransactionRules {
    private TransactionRules() {}

    static void require(Statement statement, Session session) {
        if (session.transaction().isEmpty() || statement instanceof TransactionControl) {
            return;
        }
        if (session.transaction().get().failed()) {
            throw new MillraceException(ErrorCode.FAILED_TRANSACTION,
                    "the transaction has failed, statements are not run until it ends").at(statement.position()).withHint("ROLLBACK");
        }
        if (!mayStand(statement)) {
            session.transaction().get().fail();
            throw new MillraceException(ErrorCode.ACTIVE_TRANSACTION, "this statement cannot run inside of a transaction")
                    .at(statement.position()).withHint("COMMIT or ROLLBACK first");
        }
    }

    private static boolean mayStand(Statement statement) {
        return switch (statement) {
            case Insert insert -> !insert.overwrite();
            case Query ignored -> true;
            case InsertDefaults ignored -> true;
            case Update ignored -> true;
            case Delete ignored -> true;
            case Merge ignored -> true;
            case CopyFrom ignored -> true;
            case Explain ignored -> true;
            case Show ignored -> true;
            case ShowCreate ignored -> true;
            case ShowSetting ignored -> true;
            case SetSetting ignored -> true;
            case ResetSetting ignored -> true;
            case UseSchema ignored -> true;
            default -> false;
        };
    }
}
