/**
 * A {@link java.net.http.HttpClient} that sends each request straight to the endpoint its key
 * belongs to: {@link dev.torc.client.TorcClient}.
 *
 * <p>Inside, one request of the caller is a {@code Call}, which may become several by redirections
 * and authentication; each of those is routed once and sent by one or more {@code Trial}s. A {@code
 * Call} only says what comes next: {@code BlockingSend} drives it on the caller's thread, {@code
 * AsyncSend} by the futures of the JDK's client.
 */
@NullMarked
package dev.torc.client;

import org.jspecify.annotations.NullMarked;
