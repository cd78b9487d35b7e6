-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "task_status" AS ENUM ('Created', 'Open', 'Solved', 'Closed', 'Void');

-- CreateEnum
CREATE TYPE "submission_status" AS ENUM ('Committed', 'Revealed', 'Baseline', 'Improved', 'NotImproved', 'Invalid', 'Unavailable', 'NotRevealed', 'Expired');

-- CreateEnum
CREATE TYPE "verdict_outcome" AS ENUM ('Baseline', 'Improved', 'NotImproved', 'Invalid', 'Unavailable');

-- CreateEnum
CREATE TYPE "operator_status" AS ENUM ('None', 'Registered', 'Unbonding', 'Withdrawn', 'Ejected');

-- CreateEnum
CREATE TYPE "credit_reason" AS ENUM ('BondReturned', 'FeeRefunded', 'Payment', 'BondForfeited', 'PoolReturned', 'CreationFee');

-- CreateEnum
CREATE TYPE "claim_source" AS ENUM ('Credit', 'Fee');

-- CreateEnum
CREATE TYPE "content_availability" AS ENUM ('Held', 'Absent');

-- CreateEnum
CREATE TYPE "evaluation_status" AS ENUM ('Due', 'Done', 'Abstained');

-- CreateEnum
CREATE TYPE "transaction_status" AS ENUM ('Sent', 'Succeeded', 'Reverted', 'Dropped');

-- CreateTable
CREATE TABLE "indexed_deployments" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "chain_id" INTEGER NOT NULL,
    "contracts" TEXT NOT NULL,
    "projections_version" INTEGER NOT NULL,

    CONSTRAINT "indexed_deployments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "indexed_blocks" (
    "number" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "parent_hash" TEXT NOT NULL,
    "timestamp" BIGINT NOT NULL,

    CONSTRAINT "indexed_blocks_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "index_events" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_hash" TEXT NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "transaction_hash" TEXT NOT NULL,
    "transaction_index" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "topics" TEXT[],
    "data" TEXT NOT NULL,
    "task_id" INTEGER,
    "submission_id" BIGINT,
    "account" TEXT,

    CONSTRAINT "index_events_pkey" PRIMARY KEY ("block_number","log_index")
);

-- CreateTable
CREATE TABLE "tasks" (
    "id" INTEGER NOT NULL,
    "status" "task_status" NOT NULL,
    "owner" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "task_definition_id" INTEGER NOT NULL,
    "architecture_cid" TEXT NOT NULL,
    "parameters_cid" TEXT NOT NULL,
    "evaluation_cid" TEXT NOT NULL,
    "metadata_cid" TEXT NOT NULL,
    "storage_addresses" TEXT[],
    "storage_quota_bytes" DECIMAL(20,0) NOT NULL,
    "bounty" DECIMAL(78,0) NOT NULL,
    "pool" DECIMAL(78,0) NOT NULL,
    "topped_up" DECIMAL(78,0) NOT NULL,
    "paid" DECIMAL(78,0) NOT NULL,
    "returned" DECIMAL(78,0) NOT NULL,
    "bond" DECIMAL(78,0) NOT NULL,
    "operator_fee" DECIMAL(78,0) NOT NULL,
    "target_score" DECIMAL(20,0) NOT NULL,
    "min_gap_bps" INTEGER NOT NULL,
    "rounds" INTEGER NOT NULL,
    "required_wins" INTEGER NOT NULL,
    "quorum_bps" INTEGER NOT NULL,
    "max_pending" INTEGER NOT NULL,
    "deadline" BIGINT NOT NULL,
    "baseline_id" BIGINT NOT NULL,
    "champion_id" BIGINT NOT NULL,
    "champion_since_block" BIGINT,
    "baseline_deciding_sum" DECIMAL(78,0),
    "submission_count" INTEGER NOT NULL,
    "pending_count" INTEGER NOT NULL,
    "improvement_count" INTEGER NOT NULL,
    "created_block" BIGINT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "created_transaction" TEXT NOT NULL,
    "opened_block" BIGINT,
    "opened_at" BIGINT,
    "ended_block" BIGINT,
    "ended_at" BIGINT,

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "submissions" (
    "id" BIGINT NOT NULL,
    "task_id" INTEGER NOT NULL,
    "index" INTEGER NOT NULL,
    "status" "submission_status" NOT NULL,
    "optimizer" TEXT NOT NULL,
    "commitment" TEXT,
    "bond" DECIMAL(78,0) NOT NULL,
    "parameters_cid" TEXT,
    "champion_at_reveal" BIGINT,
    "seed_block" BIGINT,
    "seed" TEXT,
    "prev_randao" TEXT,
    "committed_block" BIGINT NOT NULL,
    "committed_at" BIGINT NOT NULL,
    "commit_transaction" TEXT NOT NULL,
    "revealed_block" BIGINT,
    "revealed_at" BIGINT,
    "reveal_transaction" TEXT,
    "settled_block" BIGINT,
    "settled_at" BIGINT,
    "settle_transaction" TEXT,
    "payment" DECIMAL(78,0) NOT NULL,

    CONSTRAINT "submissions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verdicts" (
    "submission_id" BIGINT NOT NULL,
    "task_id" INTEGER NOT NULL,
    "verdict_hash" TEXT NOT NULL,
    "seed" TEXT NOT NULL,
    "champion_id" BIGINT NOT NULL,
    "outcome" "verdict_outcome" NOT NULL,
    "wins" INTEGER NOT NULL,
    "champion_deciding_sum" DECIMAL(78,0) NOT NULL,
    "challenger_deciding_sum" DECIMAL(78,0) NOT NULL,
    "champion_pricing_sum" DECIMAL(78,0) NOT NULL,
    "challenger_pricing_sum" DECIMAL(78,0) NOT NULL,
    "trace_digest" TEXT NOT NULL,
    "payment" DECIMAL(78,0) NOT NULL,
    "pool" DECIMAL(78,0) NOT NULL,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "transaction_hash" TEXT NOT NULL,

    CONSTRAINT "verdicts_pkey" PRIMARY KEY ("submission_id")
);

-- CreateTable
CREATE TABLE "verdict_quorums" (
    "submission_id" BIGINT NOT NULL,
    "verdict_hash" TEXT NOT NULL,
    "performer" TEXT,
    "aggregator" TEXT NOT NULL,
    "signed_power" DECIMAL(78,0) NOT NULL,
    "total_power" DECIMAL(78,0) NOT NULL,
    "non_signers" TEXT[],
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "transaction_hash" TEXT NOT NULL,

    CONSTRAINT "verdict_quorums_pkey" PRIMARY KEY ("submission_id")
);

-- CreateTable
CREATE TABLE "champions" (
    "submission_id" BIGINT NOT NULL,
    "task_id" INTEGER NOT NULL,
    "previous_id" BIGINT,
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "transaction_hash" TEXT NOT NULL,

    CONSTRAINT "champions_pkey" PRIMARY KEY ("submission_id")
);

-- CreateTable
CREATE TABLE "credits" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "reason" "credit_reason" NOT NULL,
    "submission_id" BIGINT NOT NULL,
    "amount" DECIMAL(78,0) NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "transaction_hash" TEXT NOT NULL,

    CONSTRAINT "credits_pkey" PRIMARY KEY ("block_number","log_index")
);

-- CreateTable
CREATE TABLE "claims" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "source" "claim_source" NOT NULL,
    "token" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "receiver" TEXT NOT NULL,
    "amount" DECIMAL(78,0) NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "transaction_hash" TEXT NOT NULL,

    CONSTRAINT "claims_pkey" PRIMARY KEY ("block_number","log_index")
);

-- CreateTable
CREATE TABLE "operator_payments" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "submission_id" BIGINT,
    "amount" DECIMAL(78,0) NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "transaction_hash" TEXT NOT NULL,

    CONSTRAINT "operator_payments_pkey" PRIMARY KEY ("block_number","log_index")
);

-- CreateTable
CREATE TABLE "fee_distributions" (
    "block_number" BIGINT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "submission_id" BIGINT NOT NULL,
    "token" TEXT NOT NULL,
    "fee" DECIMAL(78,0) NOT NULL,
    "performer_share" DECIMAL(78,0) NOT NULL,
    "aggregator_share" DECIMAL(78,0) NOT NULL,
    "attester_share" DECIMAL(78,0) NOT NULL,
    "treasury_share" DECIMAL(78,0) NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "transaction_hash" TEXT NOT NULL,

    CONSTRAINT "fee_distributions_pkey" PRIMARY KEY ("block_number","log_index")
);

-- CreateTable
CREATE TABLE "operators" (
    "account" TEXT NOT NULL,
    "status" "operator_status" NOT NULL,
    "stake" DECIMAL(78,0) NOT NULL,
    "withdrawable_since" BIGINT,
    "rewards_receiver" TEXT,
    "next_rewards_receiver" TEXT,
    "rewards_receiver_since" BIGINT,
    "power" DECIMAL(78,0) NOT NULL,
    "queued_power" DECIMAL(78,0),
    "queued_effective_block" BIGINT,
    "key" TEXT,
    "endpoint" TEXT,
    "registered_block" BIGINT,

    CONSTRAINT "operators_pkey" PRIMARY KEY ("account")
);

-- CreateTable
CREATE TABLE "operator_sets" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "members" TEXT[],

    CONSTRAINT "operator_sets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_definitions" (
    "id" INTEGER NOT NULL,
    "runtime_id" TEXT NOT NULL,
    "avs_logic" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "minimum_quorum_bps" INTEGER NOT NULL,
    "maximum_quorum_bps" INTEGER NOT NULL,
    "performer_bps" INTEGER NOT NULL,
    "aggregator_bps" INTEGER NOT NULL,
    "fee_floor_units" BIGINT NOT NULL,
    "reveal_window_blocks" BIGINT NOT NULL,
    "seed_delay_blocks" BIGINT NOT NULL,
    "response_window_blocks" BIGINT NOT NULL,
    "verdict_window_blocks" BIGINT NOT NULL,
    "grace_period_seconds" BIGINT NOT NULL,
    "maximum_parameter_bytes" DECIMAL(20,0) NOT NULL,
    "ticks" DECIMAL(20,0) NOT NULL,
    "native_work" DECIMAL(20,0) NOT NULL,
    "tensor_elements" DECIMAL(20,0) NOT NULL,
    "model_runs" BIGINT NOT NULL,
    "memory_bytes" BIGINT NOT NULL,
    "stack_bytes" BIGINT NOT NULL,

    CONSTRAINT "task_definitions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tokens" (
    "address" TEXT NOT NULL,
    "listed" BOOLEAN NOT NULL,
    "fee_unit" DECIMAL(78,0) NOT NULL,
    "creation_fee" DECIMAL(78,0) NOT NULL,
    "storage_fee_per_mebibyte" DECIMAL(78,0) NOT NULL,

    CONSTRAINT "tokens_pkey" PRIMARY KEY ("address")
);

-- CreateTable
CREATE TABLE "observed_seeds" (
    "submission_id" BIGINT NOT NULL,
    "seed" TEXT NOT NULL,
    "seed_block" BIGINT NOT NULL,
    "block_hash" TEXT NOT NULL,
    "header" TEXT NOT NULL,
    "availability" "content_availability",
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "observed_seeds_pkey" PRIMARY KEY ("submission_id","seed")
);

-- CreateTable
CREATE TABLE "operator_evaluations" (
    "submission_id" BIGINT NOT NULL,
    "seed" TEXT NOT NULL,
    "champion_id" BIGINT NOT NULL,
    "task_definition_id" INTEGER NOT NULL,
    "status" "evaluation_status" NOT NULL DEFAULT 'Due',
    "verdict" TEXT,
    "verdict_hash" TEXT,
    "report" TEXT,
    "abstention" TEXT,
    "evaluation_ms" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "operator_evaluations_pkey" PRIMARY KEY ("submission_id","seed","champion_id")
);

-- CreateTable
CREATE TABLE "verdict_promises" (
    "submission_id" BIGINT NOT NULL,
    "seed" TEXT NOT NULL,
    "champion_id" BIGINT NOT NULL,
    "verdict_hash" TEXT NOT NULL,
    "promised_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verdict_promises_pkey" PRIMARY KEY ("submission_id","seed","champion_id")
);

-- CreateTable
CREATE TABLE "performer_claims" (
    "submission_id" BIGINT NOT NULL,
    "seed" TEXT NOT NULL,
    "champion_id" BIGINT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "performer" TEXT NOT NULL,
    "proof_of_task" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "performer_claims_pkey" PRIMARY KEY ("submission_id","seed","champion_id","attempt","performer")
);

-- CreateTable
CREATE TABLE "received_attestations" (
    "submission_id" BIGINT NOT NULL,
    "seed" TEXT NOT NULL,
    "champion_id" BIGINT NOT NULL,
    "operator" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "received_attestations_pkey" PRIMARY KEY ("submission_id","seed","champion_id","operator")
);

-- CreateTable
CREATE TABLE "submission_uploads" (
    "submission_id" BIGINT NOT NULL,
    "root" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "submission_uploads_pkey" PRIMARY KEY ("submission_id")
);

-- CreateTable
CREATE TABLE "bundle_uploads" (
    "uploader" TEXT NOT NULL,
    "root" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bundle_uploads_pkey" PRIMARY KEY ("uploader","root")
);

-- CreateTable
CREATE TABLE "account_transactions" (
    "account" TEXT NOT NULL,
    "nonce" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "status" "transaction_status" NOT NULL DEFAULT 'Sent',
    "sent_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "block_number" BIGINT,

    CONSTRAINT "account_transactions_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "node_processes" (
    "process_id" TEXT NOT NULL,
    "roles" TEXT[],
    "is_started" BOOLEAN NOT NULL DEFAULT false,
    "is_chain_up" BOOLEAN NOT NULL,
    "is_storage_up" BOOLEAN NOT NULL,
    "runtime_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "node_processes_pkey" PRIMARY KEY ("process_id")
);

-- CreateIndex
CREATE INDEX "index_events_task_id_block_number_log_index_idx" ON "index_events"("task_id", "block_number", "log_index");

-- CreateIndex
CREATE INDEX "index_events_submission_id_block_number_log_index_idx" ON "index_events"("submission_id", "block_number", "log_index");

-- CreateIndex
CREATE INDEX "index_events_account_block_number_log_index_idx" ON "index_events"("account", "block_number", "log_index");

-- CreateIndex
CREATE INDEX "index_events_name_block_number_log_index_idx" ON "index_events"("name", "block_number", "log_index");

-- CreateIndex
CREATE INDEX "tasks_status_id_idx" ON "tasks"("status", "id");

-- CreateIndex
CREATE INDEX "tasks_owner_id_idx" ON "tasks"("owner", "id");

-- CreateIndex
CREATE INDEX "submissions_task_id_status_id_idx" ON "submissions"("task_id", "status", "id");

-- CreateIndex
CREATE INDEX "submissions_optimizer_id_idx" ON "submissions"("optimizer", "id");

-- CreateIndex
CREATE INDEX "submissions_status_id_idx" ON "submissions"("status", "id");

-- CreateIndex
CREATE INDEX "verdicts_block_number_idx" ON "verdicts"("block_number");

-- CreateIndex
CREATE INDEX "verdicts_task_id_block_number_idx" ON "verdicts"("task_id", "block_number");

-- CreateIndex
CREATE INDEX "verdict_quorums_block_number_idx" ON "verdict_quorums"("block_number");

-- CreateIndex
CREATE INDEX "verdict_quorums_performer_block_number_idx" ON "verdict_quorums"("performer", "block_number");

-- CreateIndex
CREATE INDEX "champions_block_number_idx" ON "champions"("block_number");

-- CreateIndex
CREATE INDEX "champions_task_id_block_number_idx" ON "champions"("task_id", "block_number");

-- CreateIndex
CREATE INDEX "credits_account_token_block_number_idx" ON "credits"("account", "token", "block_number");

-- CreateIndex
CREATE INDEX "credits_submission_id_idx" ON "credits"("submission_id");

-- CreateIndex
CREATE INDEX "claims_account_token_block_number_idx" ON "claims"("account", "token", "block_number");

-- CreateIndex
CREATE INDEX "operator_payments_token_block_number_idx" ON "operator_payments"("token", "block_number");

-- CreateIndex
CREATE INDEX "fee_distributions_submission_id_idx" ON "fee_distributions"("submission_id");

-- CreateIndex
CREATE INDEX "operators_power_idx" ON "operators"("power");

-- CreateIndex
CREATE INDEX "bundle_uploads_created_at_idx" ON "bundle_uploads"("created_at");

-- CreateIndex
CREATE INDEX "account_transactions_account_status_idx" ON "account_transactions"("account", "status");

-- AddForeignKey
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "tasks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdict_quorums" ADD CONSTRAINT "verdict_quorums_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "champions" ADD CONSTRAINT "champions_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "tasks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "champions" ADD CONSTRAINT "champions_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
