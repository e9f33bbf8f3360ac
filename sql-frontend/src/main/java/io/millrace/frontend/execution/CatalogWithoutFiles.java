package io.millrace.frontend.execution;

import io.millrace.common.catalog.CatalogLayer;
import io.millrace.common.catalog.CatalogView;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import java.util.List;
import java.util.Map;

/** The catalog for those who may not read the server's files as they are; external tables are objects with grants like others. */
record CatalogWithoutFiles(CatalogView catalog) implements CatalogLayer {
    @Override
    public Schema inferSchema(List<String> paths, String format, Map<String, String> options) {
        throw new MillraceException(ErrorCode.PERMISSION_DENIED, "only users with role admin may read files of the server")
                .withHint("an external table can be granted to others");
    }
}
