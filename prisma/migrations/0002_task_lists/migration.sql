-- What the pages and the read API need beside the tables of the schema: full-text search, and an index for every list.
-- Prisma's schema language has no text search vectors and no indexes on part of a table, so this is written by hand.

-- What `task.json` says, by its content identifier. Content never changes, so rows are only ever added. An index that
-- is computed anew keeps them.
CREATE TABLE "task_descriptions" (
    "cid" TEXT NOT NULL,
    -- Null: what was found there is no description.
    "title" TEXT,
    "description" TEXT NOT NULL,
    "tags" TEXT[] NOT NULL,
    "licence" TEXT NOT NULL,
    "search" TSVECTOR NOT NULL,

    CONSTRAINT "task_descriptions_pkey" PRIMARY KEY ("cid")
);

-- The description's vector, on the task itself: a search needs no join, and so keeps the list's order by an index.
-- Null until the description was found.
ALTER TABLE "tasks" ADD COLUMN "search" TSVECTOR;

CREATE INDEX "tasks_search_idx" ON "tasks" USING GIN ("search");
CREATE INDEX "tasks_metadata_cid_idx" ON "tasks" ("metadata_cid");
-- Those whose description is still to be found.
CREATE INDEX "tasks_undescribed_idx" ON "tasks" ("id") WHERE "search" IS NULL;

-- One index for each order of the marketplace.
CREATE INDEX "tasks_pool_id_idx" ON "tasks" ("pool", "id");
CREATE INDEX "tasks_deadline_id_idx" ON "tasks" ("deadline", "id" DESC);
CREATE INDEX "tasks_submission_count_id_idx" ON "tasks" ("submission_count", "id");
CREATE INDEX "tasks_improvement_count_id_idx" ON "tasks" ("improvement_count", "id");

-- Counts and sums are read from these alone.
CREATE INDEX "tasks_status_deadline_idx" ON "tasks" ("status", "deadline");
CREATE INDEX "tasks_token_pool_paid_idx" ON "tasks" ("token", "pool", "paid");

-- Ledgers of an account, the newest first.
CREATE INDEX "credits_account_block_number_idx" ON "credits" ("account", "block_number", "log_index");
CREATE INDEX "claims_account_block_number_idx" ON "claims" ("account", "block_number", "log_index");

-- Verdicts that an operator did not sign.
CREATE INDEX "verdict_quorums_non_signers_idx" ON "verdict_quorums" USING GIN ("non_signers");
-- Verdicts that an operator posted.
CREATE INDEX "verdict_quorums_aggregator_idx" ON "verdict_quorums" ("aggregator", "block_number");
