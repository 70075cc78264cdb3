// The least that an external API can be.
import { createServer } from "node:http";

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    response.writeHead(201, { "content-type": "application/json" }).end('{"status":"reserved"}');
  });
});
server.listen(Number(process.env.PORT), "127.0.0.1");
