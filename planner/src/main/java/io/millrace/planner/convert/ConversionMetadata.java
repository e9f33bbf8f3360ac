package io.millrace.planner.convert;

import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/**
 * What Calcite may know of relations while it converts a query: nothing of the conditions that hold for their rows. It would compute them in its own way,
 * with its own functions, to find out which columns are constant.
 */
final class ConversionMetadata extends RelMetadataQuery {
    @Override
    public RelOptPredicateList getPulledUpPredicates(RelNode node) {
        return RelOptPredicateList.EMPTY;
    }
}
