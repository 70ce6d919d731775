package dev.torc.routing;

import java.time.Duration;

/**
 * How an endpoint is now.
 *
 * @param active requests under way
 * @param ejected how long it gets no requests yet because it failed, 0 if it does
 * @param share of the keys that it owns, or for policies that do not hash, of the weights; 0 to 1
 */
public record EndpointStatus(Endpoint endpoint, int active, Duration ejected, double share) {}
