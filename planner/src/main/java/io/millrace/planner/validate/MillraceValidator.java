package io.millrace.planner.validate;

import io.millrace.planner.catalog.CatalogReader;
import io.millrace.planner.function.OperatorTable;
import io.millrace.planner.type.MillraceTypeFactory;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

/** Calcite's validator. One for each query text: validation writes into it and into the tree. */
public final class MillraceValidator extends SqlValidatorImpl {
    private static final SqlValidator.Config CONFIG = SqlValidator.Config.DEFAULT
            .withConformance(MillraceConformance.INSTANCE)
            .withDefaultNullCollation(NullCollation.HIGH)
            .withIdentifierExpansion(true)
            .withTypeCoercionEnabled(true)
            .withCallRewrite(true);

    public MillraceValidator(CatalogReader catalog) {
        super(OperatorTable.INSTANCE, catalog, MillraceTypeFactory.INSTANCE, CONFIG);
    }
}
