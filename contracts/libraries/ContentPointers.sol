// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IModelSubmissionErrors} from "../interfaces/IModelSubmission.sol";
import {ContentPointer} from "../types/ContentPointer.sol";

/// @title Content pointers: which roots are taken
library ContentPointers {
    uint8 internal constant CODEC_RAW = 0x55;
    uint8 internal constant CODEC_DAG_PB = 0x70;

    function check(ContentPointer calldata pointer) internal pure {
        if (pointer.digest == 0 || (pointer.codec != CODEC_RAW && pointer.codec != CODEC_DAG_PB)) {
            revert IModelSubmissionErrors.InvalidContentPointer(pointer.digest, pointer.codec);
        }
    }
}
