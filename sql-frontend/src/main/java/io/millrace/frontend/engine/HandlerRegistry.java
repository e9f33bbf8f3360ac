package io.millrace.frontend.engine;

import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.AnalyzeHandler;
import io.millrace.frontend.handler.ExplainHandler;
import io.millrace.frontend.handler.KillQueryHandler;
import io.millrace.frontend.handler.QueryHandler;
import io.millrace.frontend.handler.ResetSettingHandler;
import io.millrace.frontend.handler.SetSettingHandler;
import io.millrace.frontend.handler.ShowCreateHandler;
import io.millrace.frontend.handler.ShowHandler;
import io.millrace.frontend.handler.ShowSettingHandler;
import io.millrace.frontend.handler.SubscribeHandler;
import io.millrace.frontend.handler.UseSchemaHandler;
import io.millrace.frontend.handler.VerifyViewHandler;
import io.millrace.frontend.handler.change.CopyFromHandler;
import io.millrace.frontend.handler.change.DeleteHandler;
import io.millrace.frontend.handler.change.InsertDefaultsHandler;
import io.millrace.frontend.handler.change.InsertHandler;
import io.millrace.frontend.handler.change.MergeHandler;
import io.millrace.frontend.handler.change.TruncateHandler;
import io.millrace.frontend.handler.change.UpdateHandler;
import io.millrace.frontend.handler.copy.CopyToHandler;
import io.millrace.frontend.handler.definition.AlterMaterializedViewHandler;
import io.millrace.frontend.handler.definition.CreateExternalTableHandler;
import io.millrace.frontend.handler.definition.CreateMaterializedViewHandler;
import io.millrace.frontend.handler.definition.CreateSchemaHandler;
import io.millrace.frontend.handler.definition.CreateStreamHandler;
import io.millrace.frontend.handler.definition.CreateTableAsHandler;
import io.millrace.frontend.handler.definition.CreateTableHandler;
import io.millrace.frontend.handler.definition.CreateTableLikeHandler;
import io.millrace.frontend.handler.definition.CreateViewHandler;
import io.millrace.frontend.handler.definition.DropHandler;
import io.millrace.frontend.handler.definition.RefreshHandler;
import io.millrace.frontend.statement.AlterMaterializedView;
import io.millrace.frontend.statement.Analyze;
import io.millrace.frontend.statement.CopyFrom;
import io.millrace.frontend.statement.CopyTo;
import io.millrace.frontend.statement.CreateExternalTable;
import io.millrace.frontend.statement.CreateMaterializedView;
import io.millrace.frontend.statement.CreateSchema;
import io.millrace.frontend.statement.CreateStream;
import io.millrace.frontend.statement.CreateTable;
import io.millrace.frontend.statement.CreateTableAs;
import io.millrace.frontend.statement.CreateTableLike;
import io.millrace.frontend.statement.CreateView;
import io.millrace.frontend.statement.Delete;
import io.millrace.frontend.statement.Drop;
import io.millrace.frontend.statement.Explain;
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
import io.millrace.frontend.statement.Truncate;
import io.millrace.frontend.statement.Update;
import io.millrace.frontend.statement.UseSchema;
import io.millrace.frontend.statement.VerifyView;

/** Which handler runs which statement, one a line. */
final class HandlerRegistry {
    private HandlerRegistry() {}

    static StatementResult run(Statement statement, StatementContext context) {
        return switch (statement) {
            case Query s -> new QueryHandler().run(s, context);
            case CreateSchema s -> new CreateSchemaHandler().run(s, context);
            case CreateTable s -> new CreateTableHandler().run(s, context);
            case CreateTableAs s -> new CreateTableAsHandler().run(s, context);
            case CreateTableLike s -> new CreateTableLikeHandler().run(s, context);
            case CreateExternalTable s -> new CreateExternalTableHandler().run(s, context);
            case CreateStream s -> new CreateStreamHandler().run(s, context);
            case CreateView s -> new CreateViewHandler().run(s, context);
            case CreateMaterializedView s -> new CreateMaterializedViewHandler().run(s, context);
            case Drop s -> new DropHandler().run(s, context);
            case AlterMaterializedView s -> new AlterMaterializedViewHandler().run(s, context);
            case Refresh s -> new RefreshHandler().run(s, context);
            case Truncate s -> new TruncateHandler().run(s, context);
            case Insert s -> new InsertHandler().run(s, context);
            case InsertDefaults s -> new InsertDefaultsHandler().run(s, context);
            case Update s -> new UpdateHandler().run(s, context);
            case Delete s -> new DeleteHandler().run(s, context);
            case Merge s -> new MergeHandler().run(s, context);
            case CopyFrom s -> new CopyFromHandler().run(s, context);
            case CopyTo s -> new CopyToHandler().run(s, context);
            case Subscribe s -> new SubscribeHandler().run(s, context);
            case Explain s -> new ExplainHandler().run(s, context);
            case Analyze s -> new AnalyzeHandler().run(s, context);
            case VerifyView s -> new VerifyViewHandler().run(s, context);
            case Show s -> new ShowHandler().run(s, context);
            case ShowCreate s -> new ShowCreateHandler().run(s, context);
            case KillQuery s -> new KillQueryHandler().run(s, context);
            case SetSetting s -> new SetSettingHandler().run(s, context);
            case ResetSetting s -> new ResetSettingHandler().run(s, context);
            case ShowSetting s -> new ShowSettingHandler().run(s, context);
            case UseSchema s -> new UseSchemaHandler().run(s, context);
        };
    }
}
