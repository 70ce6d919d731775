package dev.torc.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;

/**
 * A whole request.
 *
 * @param method as sent
 * @param target the request target as sent, one character a byte
 * @param headers as sent
 * @param body the decoded body, empty if there is none; must not be changed
 */
@SuppressWarnings(
    "ArrayRecordComponent") // A carrier that is never compared; copying 1 MiB bodies would cost.
public record Request(HttpMethod method, String target, HttpHeaders headers, byte[] body) {}
