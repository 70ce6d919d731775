package dev.torc.routing;

/**
 * What a router is given for good.
 *
 * @param ticker the clock of ejections
 * @param random for weights, for requests without a hash, and for pauses
 * @param listener hears of ejections
 */
record Environment(Ticker ticker, Randomness random, RoutingListener listener) {}
