package dev.torc.cache;

import dev.torc.cache.internal.ConnectionSettings;
import dev.torc.config.HostPort;
import java.time.InstantSource;
import java.util.function.Predicate;

/**
 * What a cache is made with, besides its nodes.
 *
 * @param connections how connections are made; they get their names later
 * @param resharding how changes of the ring are made
 * @param restarted what becomes of servers that were started anew
 * @param emptiable whether a server at an address may be emptied
 * @param fullNodes makes room where a write finds none
 * @param clock the time of day
 * @param recorder receives measurements
 */
record CacheSettings(
    ConnectionSettings connections,
    ReshardingSettings resharding,
    RestartedNodes restarted,
    Predicate<HostPort> emptiable,
    FullNodes fullNodes,
    InstantSource clock,
    CacheRecorder recorder) {}
