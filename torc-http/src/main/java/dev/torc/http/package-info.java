/**
 * The HTTP/1.1 server that Torc's servers share.
 *
 * <p>{@link dev.torc.http.HttpServer} takes whole requests off the network under {@link
 * dev.torc.http.HttpLimits} and hands them to an {@link dev.torc.http.HttpHandler}, one at a time
 * per connection, on the connection's event loop.
 */
@NullMarked
package dev.torc.http;

import org.jspecify.annotations.NullMarked;
