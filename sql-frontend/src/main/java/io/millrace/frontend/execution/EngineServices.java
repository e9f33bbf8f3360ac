package io.millrace.frontend.execution;

import io.millrace.cluster.node.MillraceNode;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * What all statements share.
 *
 * @param random gives ids of new objects
 * @param definitions held while objects are made or dropped: each such statement looks, acts on storage and on the catalog as one
 * @param strictState whether views are refused whose state nothing bounds, whatever the session says
 * @param plans of queries that ran
 */
public record EngineServices(MillraceNode node, RandomGenerator random, ReentrantLock definitions, boolean strictState, PlanCache plans) {
    public EngineServices(MillraceNode node, RandomGenerator random, boolean strictState) {
        this(node, random, new ReentrantLock(), strictState, new PlanCache());
    }
}
