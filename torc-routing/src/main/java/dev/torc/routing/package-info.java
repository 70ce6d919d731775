/**
 * From a request to an endpoint: routes and their rules pick a backend, its load balancer picks one
 * of its endpoints. No sockets, no clock and no randomness of its own: a client or a proxy sends,
 * and gives {@link dev.torc.routing.Ticker} and {@link dev.torc.routing.Randomness}.
 *
 * <p>{@link dev.torc.routing.RoutingConfig} is both what a file says and what is routed by; {@link
 * dev.torc.routing.Router} routes by it.
 */
@NullMarked
package dev.torc.routing;

import org.jspecify.annotations.NullMarked;
