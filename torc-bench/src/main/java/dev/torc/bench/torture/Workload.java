package dev.torc.bench.torture;

import java.net.InetSocketAddress;

/**
 * What all clients of a run share.
 *
 * @param gateway where they connect
 * @param keys what they operate on
 * @param operations what came of it, by kind and outcome
 * @param judge gets the keys that retire
 */
record Workload(InetSocketAddress gateway, LiveKeys keys, Tally operations, Judge judge) {}
