import "./address-problems";
import "./fault-notice";
