-- What operators' signatures prove against them, how far evaluations are, and what the web app takes for the node.

-- CreateEnum
CREATE TYPE "offence" AS ENUM ('Equivocation', 'ContradictingClaim');

-- CreateEnum
CREATE TYPE "evidence_status" AS ENUM ('Held', 'Proven');

-- CreateEnum
CREATE TYPE "inbox_kind" AS ENUM ('Claim', 'Attestation');

-- CreateTable
CREATE TABLE "slashings" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "operator" TEXT NOT NULL,
    "amount" DECIMAL(78,0) NOT NULL,
    "reporter" TEXT NOT NULL,
    "reward" DECIMAL(78,0) NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "transaction_hash" TEXT NOT NULL,

    CONSTRAINT "slashings_pkey" PRIMARY KEY ("block_number","log_index")
);

-- CreateTable
CREATE TABLE "unexplained_signatures" (
    "submission_id" BIGINT NOT NULL,
    "seed" TEXT NOT NULL,
    "champion_id" BIGINT NOT NULL,
    "operator" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "unexplained_signatures_pkey" PRIMARY KEY ("submission_id","seed","champion_id","operator","signature")
);

-- CreateTable
CREATE TABLE "signed_verdicts" (
    "submission_id" BIGINT NOT NULL,
    "seed" TEXT NOT NULL,
    "champion_id" BIGINT NOT NULL,
    "operator" TEXT NOT NULL,
    "verdict_hash" TEXT NOT NULL,
    "task_definition_id" INTEGER NOT NULL,
    "verdict" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signed_verdicts_pkey" PRIMARY KEY ("submission_id","seed","champion_id","operator","verdict_hash")
);

-- CreateTable
CREATE TABLE "slashing_evidence" (
    "offence_id" TEXT NOT NULL,
    "offence" "offence" NOT NULL,
    "operator" TEXT NOT NULL,
    "submission_id" BIGINT NOT NULL,
    "data" TEXT NOT NULL,
    "status" "evidence_status" NOT NULL DEFAULT 'Held',
    "found_block" BIGINT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "slashing_evidence_pkey" PRIMARY KEY ("offence_id")
);

-- CreateTable
CREATE TABLE "inbox_messages" (
    "id" BIGSERIAL NOT NULL,
    "kind" "inbox_kind" NOT NULL,
    "body" TEXT NOT NULL,
    "outcome" TEXT,
    "message" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_messages_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "slashings_operator_block_number_idx" ON "slashings"("operator", "block_number");

-- CreateIndex
CREATE INDEX "slashing_evidence_status_idx" ON "slashing_evidence"("status");

-- AlterTable
ALTER TABLE "operator_evaluations" ADD COLUMN "finished_rounds" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "received_attestations" ADD COLUMN "is_verified" BOOLEAN NOT NULL DEFAULT false;

-- Claims that contradict each other are kept side by side.
ALTER TABLE "performer_claims" DROP CONSTRAINT "performer_claims_pkey",
  ADD CONSTRAINT "performer_claims_pkey" PRIMARY KEY ("submission_id","seed","champion_id","attempt","performer","proof_of_task");
