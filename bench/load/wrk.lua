-- Sends the requests of request.json's shape that load.ts has put into the environment.
local count = 0
local before, after = os.getenv('LOAD_BODY_BEFORE'), os.getenv('LOAD_BODY_AFTER')
wrk.method = os.getenv('LOAD_METHOD')
wrk.headers['content-type'] = 'application/json'
wrk.headers['apollo-require-preflight'] = '1'
local token = os.getenv('LOAD_TOKEN')
if token ~= nil then wrk.headers['authorization'] = 'Bearer ' .. token end
if wrk.method == 'POST' and after == nil then wrk.body = before end
if after ~= nil then
  -- A number that no other request has stands between the two parts.
  math.randomseed(os.time())
  local first = math.random(1, 1000000) * 1000
  request = function()
    count = count + 1
    return wrk.format(nil, nil, nil, before .. string.format('%09d', (first + count) % 1000000000) .. after)
  end
end
done = function(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  if failed > 0 then
    io.write(string.format('connect %d read %d write %d status %d timeout %d\n',
      errors.connect, errors.read, errors.write, errors.status, errors.timeout))
  end
  io.write(string.format('\nresult {"perSecond":%f,"p99":%f,"failed":%d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(99) / 1000, failed))
end
