// The package's main file needs Node's globals; its minified build runs in a browser as it is, but has no types.
declare module "simple-peer/simplepeer.min.js" {
  export { default } from "simple-peer";
}
