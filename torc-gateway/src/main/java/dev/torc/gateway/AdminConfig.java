package dev.torc.gateway;

import dev.torc.config.Default;
import dev.torc.config.Doc;
import dev.torc.config.Range;

/** The section {@code admin} of {@code torc.yaml}: the listener for health and metrics. */
public record AdminConfig(
    @Doc("Address to listen on; keep it private") @Default("127.0.0.1") String host,
    @Doc("Port to listen on; 0 takes a free one") @Default("8001") @Range(min = 0, max = 65_535)
        int port) {}
