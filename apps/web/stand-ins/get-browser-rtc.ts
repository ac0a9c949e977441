/** WebRTC as browsers have had it for years, without their old prefixes. Null where there is none. */
const getBrowserRtc = () =>
  "RTCPeerConnection" in globalThis ? { RTCPeerConnection, RTCSessionDescription, RTCIceCandidate } : null;

export { getBrowserRtc as "module.exports" };
