# The REST gateway, from this checkout. The systems and the users are mounted, never built in: see compose.yaml.
FROM node:20-slim AS package
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund --ignore-scripts \
    && npm run build \
    && mkdir /package \
    && npm pack --ignore-scripts --silent --pack-destination /package

FROM node:20-slim
ENV NODE_ENV=production
WORKDIR /app
# The optional peers: QuickJS for scripts, and the AWS clients that cloud instances, organisations and live changes need.
RUN --mount=type=bind,from=package,source=/package,target=/package \
    npm install --no-save --no-audit --no-fund --ignore-scripts /package/identity-connector-*.tgz \
    "quickjs-emscripten-core@~0.32.0" "@jitl/quickjs-wasmfile-release-sync@~0.32.0" \
    "@aws-sdk/client-cloudtrail@^3.1137.0" "@aws-sdk/client-ec2@^3.1137.0" "@aws-sdk/client-organizations@^3.1137.0" "@aws-sdk/client-sqs@^3.1137.0"

USER node
EXPOSE 8080
VOLUME ["/app/systems"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# Within the container every address: what of it is reached from outside is what the engine publishes.
ENTRYPOINT ["node", "node_modules/identity-connector/dist/cli.js"]
CMD ["serve", "rest", "--config", "/app/systems", "--auth", "/run/secrets/gateway-users", "--host", "0.0.0.0", "--port", "8080"]
